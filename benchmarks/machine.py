from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = (
    "django",
    "channels",
    "channels-redis",
    "uvicorn",
    "uvloop",
    "websockets",
    "daphne",
    "openai-agents",
)


def cpu_of(pid: int) -> float:
    """Seconds that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def cpu_of_children(pid: int) -> float:
    """Seconds that the running processes which this one has started have used."""
    return sum(cpu_of(child.pid) for child in psutil.Process(pid).children())


def describe() -> str:
    """The machine that the figures depend on, and its load before the start."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores ({_processor()}), load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}\n{packages}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
