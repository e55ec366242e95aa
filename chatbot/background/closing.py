"""Graceful shutdown of a web process: close sockets and release runs at once, not after the last request.

Servers notify an application late that they stop (uvicorn, after all connections are closed), or never
(Daphne, which cancels everything). So this listens to the same signals.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import threading
from types import FrameType
from typing import Any

from streaming.hub import Hub

from .in_process import worker

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for open requests to finish


class Closing:
    """The shutdown of this process. It starts once, and can be awaited."""

    def __init__(self) -> None:
        self._ending: asyncio.Task[None] | None = None
        self._stopping: asyncio.Task[None] | None = None
        self._requests: set[asyncio.Task[Any]] = set()
        self._listening = False

    @property
    def started(self) -> bool:
        return self._ending is not None

    def end(self) -> asyncio.Task[None]:
        """Close the sockets and release the runs; the first call starts that."""
        if self._ending is None:
            self._ending = asyncio.get_running_loop().create_task(_end())
        return self._ending

    def track(self) -> None:
        """Count the current task as an open request."""
        task = asyncio.current_task()
        if task is not None:
            self._requests.add(task)
            task.add_done_callback(self._requests.discard)

    def listen_with_lifespan(self) -> None:
        """Start when the server gets a signal to stop.

        It stops by itself, and awaits the end in its lifespan.
        """
        self._listen(delay_signal=False)

    def listen_with_daphne(self) -> None:
        """Start when Daphne gets a signal to stop, and pass it on at the end: Daphne cancels everything."""
        reactor = sys.modules.get("twisted.internet.reactor")
        if reactor is not None and getattr(reactor, "running", False):
            self._listen(delay_signal=True)

    def _listen(self, *, delay_signal: bool) -> None:
        if not self._listening and threading.current_thread() is threading.main_thread():
            self._listening = True
            for number in (signal.SIGTERM, signal.SIGINT):
                self._relay(number, asyncio.get_running_loop(), delay_signal=delay_signal)

    def _relay(self, number: signal.Signals, loop: asyncio.AbstractEventLoop, *, delay_signal: bool) -> None:
        server = signal.getsignal(number)
        if not callable(server):
            return

        async def stop_server() -> None:
            await self.end()
            if self._requests:
                await asyncio.wait(self._requests, timeout=PATIENCE)
            server(number, None)

        def begin() -> None:
            if delay_signal:
                self._stopping = loop.create_task(stop_server())
            else:
                self.end()

        def handle(number: int, frame: FrameType | None) -> None:
            again = self.started
            if again or not delay_signal:
                server(number, frame)
            if not again:
                loop.call_soon_threadsafe(begin)

        signal.signal(number, handle)


async def _end() -> None:
    for error in await asyncio.gather(Hub.current().close(), worker.stop(), return_exceptions=True):
        if error is not None:
            logger.error("This process did not end as it should", exc_info=error)
    gc.freeze()  # otherwise Python's garbage collection at exit takes a second


closing = Closing()
