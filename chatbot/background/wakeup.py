"""Notify the processes that run jobs of a waiting job, so that they need not poll."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseError

from streaming.entry import LiveFrame
from streaming.hub import Hub
from streaming.notify import send_live_from_thread

logger = logging.getLogger(__name__)

_STREAM = "jobs"  # it has no events, only notifications


def notify_waiting_job() -> None:
    """If the notification is lost, a worker's next poll or a sweep finds the job."""
    if settings.REDIS_URL:
        send_live_from_thread(_STREAM, "waiting", {})


async def on_waiting_job(callback: Callable[[LiveFrame], None]) -> None:
    """Call back whenever a process notifies that a job waits, until this one ends.

    To register the same callback again changes nothing.
    """
    if settings.REDIS_URL:
        try:
            await Hub.current().on_live(_STREAM, callback)
        except DatabaseError as error:
            logger.warning("Could not listen for waiting jobs: %r", error)
