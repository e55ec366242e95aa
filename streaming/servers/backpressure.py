"""Makes `send` wait while a client does not read.

Uvicorn's does. Daphne's accepts everything and buffers it in memory; but its transports notify a producer
(Twisted's IPushProducer) when their buffer is full.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .daphne import close_instead_of_dropping, connection_of, send_close

type Send = Callable[[dict[str, Any]], Awaitable[None]]


class ClientGone(ConnectionError):
    """The client disconnected while `send` waited."""


@contextmanager
def backpressure(send: Send) -> Iterator[Send]:
    """A `send` for one socket that waits while too much is buffered. It may raise `ClientGone`."""
    connection = connection_of(send)
    if connection is None:
        yield send
        return
    producer = _Producer()
    close_instead_of_dropping(connection)

    async def send_and_wait(message: dict[str, Any]) -> None:
        if send_close(connection, message):
            return
        await send(message)
        if message["type"] == "websocket.send":
            await producer.wait_until_writable()

    connection.unregisterProducer()  # the one of the HTTP connection, before the upgrade to a socket
    connection.registerProducer(producer, True)
    try:
        yield send_and_wait
    finally:
        connection.unregisterProducer()


class _Producer:
    """Twisted's IPushProducer: notified by the transport when its buffer is full, empty or closed."""

    def __init__(self) -> None:
        self._writable = asyncio.Event()
        self._writable.set()
        self._is_gone = False

    async def wait_until_writable(self) -> None:
        if not self._writable.is_set():
            await self._writable.wait()
            if self._is_gone:
                raise ClientGone

    def pauseProducing(self) -> None:  # noqa: N802
        self._writable.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self._writable.set()

    def stopProducing(self) -> None:  # noqa: N802
        self._is_gone = True
        self._writable.set()
