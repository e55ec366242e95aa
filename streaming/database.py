"""Calls functions that use the ORM from async code, in threads of their own.

Not in asgiref's shared thread, where a slow view would delay every tab of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection, connections


def _close_connection() -> None:
    connection.close()


class DatabaseThreads:
    """That many threads, with a connection each. They start with the first call.

    `prepare` is called once in each thread. `idle` is called in a thread that has no pending calls, and
    decides what happens to its connection: by default it is closed, or returned to its pool. When hundreds of
    tabs reconnect at once, opening a connection for each call would cost more than the query itself.
    """

    def __init__(
        self,
        number: int,
        *,
        prepare: Callable[[], None] | None = None,
        idle: Callable[[], None] | None = None,
    ) -> None:
        self._number = number
        self._prepare = prepare
        self._idle = idle or _close_connection
        self._threads: list[_Thread] = []

    async def call[**P, T](self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the thread with the fewest pending calls."""
        if not self._threads:
            self._threads = [_Thread(self._prepare, self._idle) for _ in range(self._number)]
        thread = min(self._threads, key=lambda one: one.waiting)
        return await sync_to_async(function, thread_sensitive=False, executor=thread)(*args, **kwargs)

    def close(self) -> None:
        """End the threads and their connections, after their pending calls. A further
        call starts new ones."""
        threads, self._threads = self._threads, []
        for thread in threads:
            thread.submit(connections.close_all)
            thread.shutdown(wait=False)


class _Thread(ThreadPoolExecutor):
    """One thread, which counts its pending calls."""

    def __init__(self, prepare: Callable[[], None] | None, idle: Callable[[], None]) -> None:
        super().__init__(max_workers=1, thread_name_prefix="database", initializer=prepare)
        self.waiting = 0
        self._idle = idle
        self._lock = threading.Lock()

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def call() -> T:
            try:
                return fn(*args, **kwargs)
            finally:
                self._leave()

        with self._lock:
            self.waiting += 1
        future = super().submit(call)
        future.add_done_callback(self._done)
        return future

    def _leave(self) -> None:
        with self._lock:
            self.waiting -= 1
            is_last = self.waiting == 0
        if connection.errors_occurred:
            connection.close()
        elif is_last:
            self._idle()

    def _done(self, future: Future[Any]) -> None:
        # A cancelled call never ran, and the call before it may have left the connection open for it.
        if future.cancelled():
            super().submit(self._leave)


query = DatabaseThreads(4).call
