"""Ring the doorbell: tell every process that watches a stream what has just been committed to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction

from .conf import conf
from .entry import Entry, dumps, pack
from .layer import ring

logger = logging.getLogger(__name__)


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
    bell = _aside.get()
    if bell is not None:
        # Waits, though: who writes faster than frames go out would have tabs leave some out.
        await asyncio.wrap_future(bell.ring_soon(stream, _live(stream, kind, data)))
    else:
        await ring(stream, _live(stream, kind, data))


def send_live_from_thread(stream: str, kind: str, data: dict[str, Any]) -> None:
    """As `send_live`, for synchronous code."""
    _ring(stream, _live(stream, kind, data))


def _live(stream: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "stream.live", "stream": stream, "payload": dumps([kind, data])}


def close_connections(stream: str, tag: str | None, code: int) -> None:
    """Close the stream's connections that were opened under `tag`, in every process (at sign-out, say).

    Without a tag, all of them.
    """
    message = {"type": "stream.close", "stream": stream, "tag": tag, "code": code}
    transaction.on_commit(lambda: _ring(stream, message))


def check_connections(stream: str) -> None:
    """Have every process ask now whether the stream's connections may still listen, not at the next beat.

    For when some have lost that right: those whose guard is no longer valid are closed.
    """
    message = {"type": "stream.check", "stream": stream}
    transaction.on_commit(lambda: _ring(stream, message))


@asynccontextmanager
async def ringing_aside() -> AsyncIterator[None]:
    """Within, it is this loop that rings, for whatever thread or loop, and a thread that commits goes on
    meanwhile; leaving waits until all is rung.

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
        self._ringing: set[Future[bool]] = set()

    def ring_soon(self, stream: str, message: dict[str, Any]) -> Future[bool]:
        """Call it from any thread."""
        rung = asyncio.run_coroutine_threadsafe(ring(stream, message), self._loop)
        self._ringing.add(rung)
        rung.add_done_callback(self._rung)
        return rung

    def _rung(self, rung: Future[bool]) -> None:
        self._ringing.discard(rung)
        if not rung.cancelled() and (error := rung.exception()) is not None:
            logger.error("A message could not be made for the channel layer", exc_info=error)

    async def silence(self) -> None:
        while self._ringing:
            await asyncio.wait([asyncio.wrap_future(rung) for rung in tuple(self._ringing)])


_aside: ContextVar[_Bell | None] = ContextVar("ringing_aside", default=None)


def _ring(stream: str, message: dict[str, Any]) -> None:
    bell = _aside.get()
    if bell is not None:
        bell.ring_soon(stream, message)
    else:
        # In a worker thread of a running loop this runs on that loop, and so on its open connections.
        async_to_sync(ring)(stream, message)
