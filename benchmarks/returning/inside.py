"""The state of a server's process, from itself and from the kernel."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import psutil

from tests.services.web_server import WebServer

APPLICATION = "benchmarks.returning.application:application"


@dataclass(frozen=True, slots=True)
class Inside:
    log_reads: int  # statements that read events, since the process began
    cpu: float  # seconds of the processor, since then
    tabs: int  # that follow a stream
    held: int  # of those: that are far behind their stream


async def look_inside(server: WebServer) -> Inside:
    async with httpx.AsyncClient(timeout=30) as http:
        return Inside(**(await http.get(f"{server.url}/inside")).raise_for_status().json())


def resident(server: WebServer) -> float:
    """Megabytes of memory of the process at present."""
    return psutil.Process(server.pid).memory_info().rss / 1024**2
