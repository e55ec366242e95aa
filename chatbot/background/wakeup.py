"""Notify other servers of a waiting job, where servers run jobs themselves and one of them cannot."""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings
from django.db import Error as DatabaseError

from streaming.announce import send_live_from_thread
from streaming.hub import Hub

logger = logging.getLogger(__name__)

_STREAM = "jobs"  # it has no events, only notifications


def notify_others() -> None:
    """Notify others that a job waits, from a process that ends or is no server.

    If that is lost, a sweep finds it.
    """
    if settings.REDIS_URL:
        send_live_from_thread(_STREAM, "waiting", {})


async def set_on_waiting_job(called: asyncio.Event) -> None:
    """Set the event whenever another process notifies that a job waits."""
    if settings.REDIS_URL:
        try:
            await Hub.current().on_live(_STREAM, lambda frame: called.set())
        except DatabaseError as error:
            logger.warning(
                "Notifications of other processes are not received, so sweeps find the jobs: %r", error
            )
