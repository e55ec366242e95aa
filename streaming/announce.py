"""Ring the doorbell: tell every process that watches a stream what has just been committed to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction

from .conf import conf
from .entry import Entry, dumps, pack
from .layer import ring


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
    transaction.on_commit(lambda: _ring(stream, message))


def _ring(stream: str, message: dict[str, Any]) -> None:
    # In a worker thread of a running loop this runs on that loop, and so on its open connections.
    async_to_sync(ring)(stream, message)


async def send_live(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Send a frame that is not logged, such as a piece of streaming text."""
    await ring(stream, {"type": "stream.live", "stream": stream, "payload": dumps([kind, data])})


def close_connections(stream: str, tag: str | None, code: int) -> None:
    """Close the stream's connections that were opened under `tag`, in every process (at sign-out, say).

    Without a tag, all of them.
    """
    message = {"type": "stream.close", "stream": stream, "tag": tag, "code": code}
    transaction.on_commit(lambda: _ring(stream, message))
