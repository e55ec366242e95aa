"""Steps on the database, in the run's own thread."""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.db import connection

LOCK_WAIT = 20  # seconds


def wait_longer_for_locks() -> None:
    """On SQLite, let this thread wait for a lock longer than a request does, since no person waits for it."""
    if connection.vendor == "sqlite":
        known = connection.settings_dict
        connection.settings_dict = {**known, "OPTIONS": {**known["OPTIONS"], "timeout": LOCK_WAIT}}


async def database[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    def step() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            if "pool" in connection.settings_dict["OPTIONS"]:
                connection.close()  # a run that waits for its model keeps none of the pool

    return await sync_to_async(step)()
