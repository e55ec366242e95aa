"""The same events over plain HTTP: Server-Sent Events and long poll, with the same cursor."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress

from django.db import Error as DatabaseError

from .connection import Connection
from .cursor import Cursor
from .entry import Entry, LiveFrame, Projection
from .guard import Guard, is_valid

logger = logging.getLogger(__name__)

_BUFFER = 64  # frames between a connection and its response
_AT_ONCE = 500  # a poll returns after this many events: the client continues from the cursor


class EventsOnly(Projection):
    """Another projection without its live and control frames; a reset stays."""

    def __init__(self, inner: Projection) -> None:
        self._inner = inner

    def event(self, entry: Entry) -> str | None:
        return entry.text(self._inner)

    def live(self, frame: LiveFrame) -> str | None:
        return None

    def established(self, cursor: Cursor) -> str | None:
        return None

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return None

    def reset(self, cursor: Cursor) -> str | None:
        return self._inner.reset(cursor)


class ServerSentEvents(Projection):
    """Another projection as a `text/event-stream` (HTML Living Standard, 9.2); `id` is the cursor."""

    def __init__(self, inner: Projection) -> None:
        self._inner = inner

    def event(self, entry: Entry) -> str | None:
        return _sse(entry.text(self._inner), entry.cursor)

    def live(self, frame: LiveFrame) -> str | None:
        return _sse(frame.text(self._inner))

    def established(self, cursor: Cursor) -> str | None:
        return _sse(self._inner.established(cursor), cursor)

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        # If the protocol has no heartbeat, a comment shows clients and proxies that the connection is alive.
        return _sse(self._inner.heartbeat(cursor, interval)) or ":\n\n"

    def reset(self, cursor: Cursor) -> str | None:
        return _sse(self._inner.reset(cursor), cursor)


def _sse(text: str | None, cursor: Cursor | None = None) -> str | None:
    if text is None:
        return None
    return f"id: {cursor}\ndata: {text}\n\n" if cursor else f"data: {text}\n\n"


class Ended(Exception):
    """The client may not listen any more."""


async def poll(
    stream: str,
    after: Cursor | None,
    wait: float,
    projection: EventsOnly,
    *,
    tag: str = "",
    guard: Guard | None = None,
) -> tuple[list[str], Cursor]:
    """Events after a cursor, waiting up to `wait` seconds for the first one; and the cursor to resume from.

    Raises `Ended`, even if events have arrived, if the right to listen has ended by then.
    """
    texts: list[str] = []
    something = asyncio.Event()

    async def send(text: str) -> None:
        texts.append(text)
        something.set()
        if len(texts) >= _AT_ONCE:
            connection.leave()

    async def close(code: int) -> None:
        something.set()

    connection = Connection(send, close, projection, tag=tag, guard=guard)
    try:
        await connection.join(stream, after)
        with suppress(TimeoutError):  # no events: an empty answer, and the client polls again
            await asyncio.wait_for(something.wait(), wait)
        answer = list(texts), connection.cursor
        if not await is_valid(guard):
            raise Ended
        return answer
    finally:
        connection.leave()


async def server_sent_events(
    stream: str, after: Cursor | None, projection: Projection, *, tag: str, guard: Guard | None
) -> AsyncGenerator[str]:
    """Frames until the client disconnects, or the server closes the connection."""
    frames: asyncio.Queue[str | None] = asyncio.Queue(_BUFFER)

    async def close(code: int) -> None:
        await frames.put(None)

    connection = Connection(frames.put, close, projection, tag=tag, guard=guard)

    async def join() -> None:
        try:
            await connection.join(stream, after)
        except DatabaseError as error:
            logger.warning("A client could not join stream %s: %r", stream, error)
            await frames.put(None)

    joining = asyncio.create_task(join())
    try:
        while (text := await frames.get()) is not None:
            yield text
    finally:
        joining.cancel()
        connection.leave()
