"""Several workers on one machine: a process that starts them, and starts another one for each that dies."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

logger = logging.getLogger(__name__)

RESTART_AFTER = 1.0  # seconds


def default_processes() -> int:
    """As many as there are cores; one on Windows, where workers run in the command's own process."""
    if sys.platform == "win32":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Keeps a process of each command running until SIGTERM or SIGINT, which it passes on.

    The standard input of each is a pipe that ends with this process, so that none is left behind.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = commands
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Returns when all processes have ended."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        async with asyncio.TaskGroup() as group:
            for command in self._commands:
                group.create_task(self._keep_one(command))

    async def _keep_one(self, command: Sequence[str]) -> None:
        while not self._stopping.is_set():
            process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE)
            ended = asyncio.create_task(process.wait())
            await self._wait_for_end_or_stop(ended)
            if not ended.done():
                process.terminate()
            code = await ended
            if not self._stopping.is_set():
                logger.error("Worker process %d ended with %d; starting another", process.pid, code)
                await self._pause()

    async def _wait_for_end_or_stop(self, ended: asyncio.Task[int]) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()

    async def _pause(self) -> None:
        await asyncio.wait([asyncio.ensure_future(self._stopping.wait())], timeout=RESTART_AFTER)
