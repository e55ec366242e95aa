"""Notify other servers of a waiting job, where servers run jobs themselves and one of them cannot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import Error as DatabaseError

from streaming.announce import send_live_from_thread
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame
from streaming.guard import Guard
from streaming.hub import Hub

logger = logging.getLogger(__name__)

_STREAM = "jobs"  # it has no events, only notifications


def notify_others() -> None:
    """Notify others that a job waits, from a process that ends or is no server.

    If that is lost, a sweep finds it.
    """
    if settings.REDIS_URL:
        send_live_from_thread(_STREAM, "waiting", {})


class Calls:
    """Sets an event when another process notifies that a job waits."""

    tag = "jobs"
    guard: Guard | None = None

    def __init__(self, called: asyncio.Event) -> None:
        self._called = called

    async def follow(self) -> None:
        if settings.REDIS_URL:
            try:
                await Hub.current().follow(_STREAM, self)
            except DatabaseError as error:
                logger.warning("Calls of other processes are not heard, so sweeps find the jobs: %r", error)

    def hear_live(self, frame: LiveFrame) -> None:
        self._called.set()

    def hear(self, entries: Sequence[Entry]) -> None:
        """Calls are live frames only."""

    def hear_beat(self, top: Cursor, interval: float) -> None:
        """There is nobody to pass it on to."""

    def hear_reset(self) -> None:
        """There is no position to lose."""

    def shut(self, code: int) -> None:
        """The process ends."""
