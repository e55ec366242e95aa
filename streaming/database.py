"""Reads of the hub, off the loop, in threads of their own.

Not in asgiref's shared thread: a slow view there would hold up every tab of the process.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import connection

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="streaming")


async def query[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that uses the ORM; its connection is closed, or goes back to its pool, afterwards."""

    def call() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    return await sync_to_async(call, thread_sensitive=False, executor=_threads)()
