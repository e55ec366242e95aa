"""Check that the pinned requirements match pyproject.toml, and contain no URLs or paths."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pins(path: Path) -> dict[str, Requirement]:
    lines = [line for line in path.read_text().splitlines() if line and not line.lstrip().startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


def problems(wanted: list[str], path: Path) -> list[str]:
    pinned = pins(path)
    found = [f"{path.name}: {pin} is not one exact version" for pin in pinned.values() if not is_exact(pin)]
    for requirement in map(Requirement, wanted):
        pin = pinned.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(version(pin)):
            found.append(f"{path.name}: {requirement} is asked for, {pin or 'nothing'} is pinned")
    return found


def is_exact(pin: Requirement) -> bool:
    return pin.url is None and [specifier.operator for specifier in pin.specifier] == ["=="]


def version(pin: Requirement) -> str:
    return next(iter(pin.specifier)).version


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime: list[str] = project["project"]["dependencies"]
    groups: dict[str, list[Any]] = project["dependency-groups"]
    tracing: list[str] = groups["tracing"]
    dev = [line for line in groups["dev"] if isinstance(line, str)]
    found = problems(runtime, ROOT / "requirements.txt")
    found += problems(tracing, ROOT / "requirements-tracing.txt")
    found += problems(runtime + tracing + dev, ROOT / "requirements-dev.txt")
    for problem in found:
        print(f"{problem}; run `make requirements`.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
