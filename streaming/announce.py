"""Ring the doorbell: tell every process that watches a stream what has just been committed to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
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


async def send_live(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Send a frame that is not logged, such as a piece of streaming text, after what was announced before."""
    message = {"type": "stream.live", "stream": stream, "payload": dumps([kind, data])}
    bell = _aside.get()
    if bell is not None:
        bell.ring_soon(stream, message)
    else:
        await ring(stream, message)


def close_connections(stream: str, tag: str | None, code: int) -> None:
    """Close the stream's connections that were opened under `tag`, in every process (at sign-out, say).

    Without a tag, all of them.
    """
    message = {"type": "stream.close", "stream": stream, "tag": tag, "code": code}
    transaction.on_commit(lambda: _ring(stream, message))


@asynccontextmanager
async def ringing_aside() -> AsyncIterator[None]:
    """Within, whoever commits, or sends a live frame, goes on while this loop rings, whatever thread or loop
    they are on; leaving waits until all is rung.

    Otherwise a thread waits, with its connection to the database, for a loop that may be busy.
    """
    bell = _Bell()
    token = _aside.set(bell)
    try:
        yield
    finally:
        _aside.reset(token)
        await bell.silence()


class _Bell:
    """Rings on the loop it was made on, in the order of the calls."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ringing: set[asyncio.Task[bool]] = set()

    def ring_soon(self, stream: str, message: dict[str, Any]) -> None:
        """Call it from any thread."""
        self._loop.call_soon_threadsafe(self._start, stream, message)

    async def silence(self) -> None:
        while self._ringing:
            await asyncio.wait(self._ringing)

    def _start(self, stream: str, message: dict[str, Any]) -> None:
        task = self._loop.create_task(ring(stream, message))
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)


_aside: ContextVar[_Bell | None] = ContextVar("ringing_aside", default=None)


def _ring(stream: str, message: dict[str, Any]) -> None:
    bell = _aside.get()
    if bell is not None:
        bell.ring_soon(stream, message)
    else:
        # In a worker thread of a running loop this runs on that loop, and so on its open connections.
        async_to_sync(ring)(stream, message)
