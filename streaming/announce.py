"""Notify every process that watches a stream of what has just been committed to it."""

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

from streaming.layers.notify import notify

from .conf import conf
from .entry import Entry, dumps, pack

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
    transaction.on_commit(lambda: _notify(stream, message))


async def send_live(stream: str, kind: str, data: dict[str, Any]) -> None:
    """Send a frame that is not logged, such as a piece of streaming text, after what was announced before."""
    notifier = _current.get()
    if notifier is not None:
        # Waits, though: who writes faster than frames go out would have tabs leave some out.
        await asyncio.wrap_future(notifier.notify_soon(stream, _live(stream, kind, data)))
    else:
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


@asynccontextmanager
async def notifying_here() -> AsyncIterator[None]:
    """Within, notifications are sent from this loop, whichever thread or loop commits; leaving flushes them.

    A thread that commits does not wait for them. Otherwise it waits, with its connection to the database, for
    a loop that may be busy.
    """
    notifier = _Notifier()
    token = _current.set(notifier)
    try:
        yield
    finally:
        _current.reset(token)
        await notifier.flush()


class _Notifier:
    """Sends from the loop it was made on, in the order of the calls."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._pending: set[Future[bool]] = set()

    def notify_soon(self, stream: str, message: dict[str, Any]) -> Future[bool]:
        """Call it from any thread."""
        sent = asyncio.run_coroutine_threadsafe(notify(stream, message), self._loop)
        self._pending.add(sent)
        sent.add_done_callback(self._settle)
        return sent

    def _settle(self, sent: Future[bool]) -> None:
        self._pending.discard(sent)
        if not sent.cancelled() and (error := sent.exception()) is not None:
            logger.error("A message could not be made for the channel layer", exc_info=error)

    async def flush(self) -> None:
        while self._pending:
            await asyncio.wait([asyncio.wrap_future(sent) for sent in tuple(self._pending)])


_current: ContextVar[_Notifier | None] = ContextVar("notifying_here", default=None)


def _notify(stream: str, message: dict[str, Any]) -> None:
    notifier = _current.get()
    if notifier is not None:
        notifier.notify_soon(stream, message)
    else:
        # In a worker thread of a running loop this runs on that loop, and so on its open connections.
        async_to_sync(notify)(stream, message)
