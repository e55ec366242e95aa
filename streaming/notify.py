"""Notify every process that follows a stream of what has been committed to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from streaming.layers.transport import notify, notify_from_thread

from .entry import Entry, LiveFrame
from .hub_messages import Check, Close, Committed, Notification


def committed(entries: Sequence[Entry]) -> Committed:
    """The notification of consecutive events that have been committed."""
    return Committed(entries[0].epoch, entries[0].seq, entries[-1].seq, entries)


def notify_on_commit(stream: str, entries: Sequence[Entry]) -> None:
    _notify_on_commit(stream, committed(entries))


async def send_live(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Send a frame that is not logged, such as a piece of streaming text."""
    await notify(stream, LiveFrame(kind, data))


def send_live_from_thread(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Like `send_live`, for synchronous code."""
    notify_from_thread(stream, LiveFrame(kind, data))


def close_connections(stream: str, tag: str | None, code: int) -> None:
    """Close the stream's connections that were opened under `tag`, in every process, for example at sign-out.

    Without a tag, all of them.
    """
    _notify_on_commit(stream, Close(tag, code))


def check_connections(stream: str) -> None:
    """Have every process check at once, not at the next beat, whether the stream's
    connections may still listen.

    Call it when some may have lost that right: those whose guard is no longer valid are closed.
    """
    _notify_on_commit(stream, Check())


def _notify_on_commit(stream: str, notification: Notification) -> None:
    transaction.on_commit(lambda: notify_from_thread(stream, notification))
