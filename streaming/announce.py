"""Notify every process that watches a stream of what has just been committed to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction

from streaming.layers.notify import notify

from .conf import conf
from .entry import Entry, dumps, pack


def announcement(stream: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """The message that tells of events which have been committed one after the other."""
    payload = pack(entries)
    return {
        "type": "stream.announce",
        "stream": stream,
        "epoch": entries[0].epoch,
        "first": entries[0].seq,
        "last": entries[-1].seq,
        # Whoever finds no events here reads them from the log.
        "payload": payload if len(payload) <= conf().INLINE_BYTES else None,
    }


def announce_on_commit(stream: str, entries: Sequence[Entry]) -> None:
    message = announcement(stream, entries)
    transaction.on_commit(lambda: _notify(stream, message))


async def send_live(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Send a frame that is not logged, such as a piece of streaming text."""
    await notify(stream, _live(stream, kind, data))


def send_live_from_thread(stream: str, kind: str, data: dict[str, Any]) -> None:
    """As `send_live`, for synchronous code."""
    _notify(stream, _live(stream, kind, data))


def _live(stream: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "stream.live", "stream": stream, "payload": dumps([kind, data])}


def close_connections(stream: str, tag: str | None, code: int) -> None:
    """Close the stream's connections that were opened under `tag`, in every process (at sign-out, say).

    Without a tag, all of them.
    """
    message = {"type": "stream.close", "stream": stream, "tag": tag, "code": code}
    transaction.on_commit(lambda: _notify(stream, message))


def check_connections(stream: str) -> None:
    """Have every process ask now whether the stream's connections may still listen, not at the next beat.

    For when some have lost that right: those whose guard is no longer valid are closed.
    """
    message = {"type": "stream.check", "stream": stream}
    transaction.on_commit(lambda: _notify(stream, message))


def _notify(stream: str, message: dict[str, Any]) -> None:
    # In a thread that a running loop waits for, this runs on that loop, and so on its open connections.
    async_to_sync(notify)(stream, message)
