"""Runs database functions of runs, jobs and sweeps outside of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from django.db import connection

from streaming.database import DatabaseThreads

LOCK_WAIT = 20  # seconds
_NUMBER = 8


def _wait_longer_for_locks() -> None:
    """On SQLite, let this thread wait for a lock longer than a request does, since no person waits for it."""
    if connection.vendor == "sqlite":
        known = connection.settings_dict
        connection.settings_dict = {**known, "OPTIONS": {**known["OPTIONS"], "timeout": LOCK_WAIT}}


def _return_connection() -> None:
    """Keep the connection open if it does not come from a pool.

    On SQLite, opening one takes longer than a query. When the last one is closed, SQLite
    checkpoints its write-ahead log, with several flushes to the disk; so the connections of
    requests must not be the only ones.
    """
    if "pool" in connection.settings_dict["OPTIONS"]:
        connection.close()


_threads = DatabaseThreads(_NUMBER, prepare=_wait_longer_for_locks, idle=_return_connection)


async def database[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in one of the threads. If it is cancelled, it waits until the function has ended."""
    call = asyncio.ensure_future(_threads.call(function, *args, **kwargs))
    try:
        return await asyncio.shield(call)
    except asyncio.CancelledError:
        call.add_done_callback(lambda called: called.cancelled() or called.exception())  # else it is logged
        await asyncio.wait([call])
        raise


def close_threads() -> None:
    """Close the threads and their connections; a further call starts new ones."""
    _threads.close()
