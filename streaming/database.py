"""Reads of the hub, off the loop, in threads of their own.

Not in asgiref's shared thread: a slow view there would hold up every tab of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection


class _Thread(ThreadPoolExecutor):
    """One thread with one connection, which stays open only while more calls wait for it.

    When hundreds of tabs come back at once, to open a connection for each costs more than its queries do.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="streaming")
        self.waiting = 0
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
        if is_last or connection.errors_occurred:
            connection.close()

    def _done(self, future: Future[Any]) -> None:
        if future.cancelled():  # it never ran, and the one before it may have left the connection open for it
            super().submit(self._leave)


_threads = [_Thread() for _ in range(4)]


async def query[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that uses the ORM; its connection is closed, or goes back to its pool, afterwards."""
    thread = min(_threads, key=lambda one: one.waiting)
    return await sync_to_async(function, thread_sensitive=False, executor=thread)(*args, **kwargs)
