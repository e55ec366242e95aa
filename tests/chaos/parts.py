"""The processes of an installation, which faults can kill, pause and start again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.services.process import Process, descendants

Kind = Literal["web", "worker", "redis", "postgres"]
PATIENCE = 60  # seconds for a process to answer after its start


@dataclass(eq=False)
class Part:
    kind: Kind
    name: str
    process: Process
    answers: Callable[[], bool]
    _logged: int = 0  # the time of the last start

    async def bring_up(self) -> None:
        """Start it until it answers. (A PostgreSQL that ended by itself may have left processes: it
        ends at once then, and is started again.)"""
        async with asyncio.timeout(PATIENCE):
            while not (self.process.running and await asyncio.to_thread(self.answers)):
                if not self.process.running:
                    self._start()
                await asyncio.sleep(0.05)

    def _start(self) -> None:
        self._logged = len(self.process.log_text())
        Process.start(self.process)

    def has_said(self, text: str) -> bool:
        """Whether it has logged this since its last start."""
        return text in self.process.log_text()[self._logged :]

    def kill(self) -> None:
        self.process.kill()

    def kill_a_child(self) -> bool:
        """Kill a process that this one has forked, such as a backend of PostgreSQL. False
        if there is none."""
        children = descendants(self.process.pid)
        if children:
            _send(children[-1].pid, signal.SIGKILL)
        return bool(children)

    def ask_to_end(self) -> None:
        """Ask PostgreSQL for its immediate shutdown, the others for their graceful one."""
        _send(self.process.pid, signal.SIGQUIT if self.kind == "postgres" else signal.SIGTERM)

    def pause(self) -> None:
        self._send_to_all(signal.SIGSTOP)

    def resume(self) -> None:
        self._send_to_all(signal.SIGCONT)

    async def ended(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.process.running:  # noqa: ASYNC110 (a process has no event)
                    await asyncio.sleep(0.02)
        self.process.kill()

    def _send_to_all(self, number: signal.Signals) -> None:
        for pid in (self.process.pid, *(process.pid for process in descendants(self.process.pid))):
            _send(pid, number)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
