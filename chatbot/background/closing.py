"""How a web process ends: tabs are sent elsewhere and runs handed over at once, not after the last request.

Servers tell an application late that they stop (uvicorn, after all connections have gone), or never
(Daphne, which cancels what is at work). So this listens to the same signals.
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

PATIENCE = 5.0  # seconds for which requests that are under way may take to finish


class Closing:
    """The end of this process's work for others. It begins once, and is awaited by whoever has to."""

    def __init__(self) -> None:
        self._ending: asyncio.Task[None] | None = None
        self._stopping: asyncio.Task[None] | None = None
        self._requests: set[asyncio.Task[Any]] = set()
        self._listening = False

    @property
    def begun(self) -> bool:
        return self._ending is not None

    def end(self) -> asyncio.Task[None]:
        """Send the tabs away and give the runs back; the first call begins it."""
        if self._ending is None:
            self._ending = asyncio.get_running_loop().create_task(_end())
        return self._ending

    def track(self) -> None:
        """Count the current task as a request that is under way."""
        task = asyncio.current_task()
        if task is not None:
            self._requests.add(task)
            task.add_done_callback(self._requests.discard)

    def listen_with_lifespan(self) -> None:
        """Begin when the server is told to stop. It stops by itself, and awaits the end in its lifespan."""
        self._listen(hold_back=False)

    def listen_with_daphne(self) -> None:
        """Begin when Daphne is told to stop, and tell it when all is done: it would cut everything off."""
        reactor = sys.modules.get("twisted.internet.reactor")
        if reactor is not None and getattr(reactor, "running", False):
            self._listen(hold_back=True)

    def _listen(self, *, hold_back: bool) -> None:
        if not self._listening and threading.current_thread() is threading.main_thread():
            self._listening = True
            for number in (signal.SIGTERM, signal.SIGINT):
                self._relay(number, asyncio.get_running_loop(), hold_back=hold_back)

    def _relay(self, number: signal.Signals, loop: asyncio.AbstractEventLoop, *, hold_back: bool) -> None:
        server = signal.getsignal(number)
        if not callable(server):
            return

        async def stop_server() -> None:
            await self.end()
            if self._requests:
                await asyncio.wait(self._requests, timeout=PATIENCE)
            server(number, None)

        def begin() -> None:
            if hold_back:
                self._stopping = loop.create_task(stop_server())
            else:
                self.end()

        def handle(number: int, frame: FrameType | None) -> None:
            again = self.begun
            if again or not hold_back:
                server(number, frame)
            if not again:
                loop.call_soon_threadsafe(begin)

        signal.signal(number, handle)


async def _end() -> None:
    for error in await asyncio.gather(Hub.current().close(), worker.stop(), return_exceptions=True):
        if error is not None:
            logger.error("This process did not end as it should", exc_info=error)
    gc.freeze()  # at its exit Python would look through all that is loaded once more, for a second


closing = Closing()
