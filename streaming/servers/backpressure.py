"""Whoever sends to a socket that nobody reads has to wait; on Daphne, that is up to the application.

Daphne takes all that it is given and keeps in memory what the client does not read, where other servers let
`send` wait. But its transports tell a producer (Twisted's IPushProducer) when their buffer is full.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from streaming.servers.daphne import (
    close_for_server_reasons,
    close_instead_of_dropping,
    connection_of,
    write_text,
)

type Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gone(ConnectionError):
    """The client went while something waited to be sent."""


@contextmanager
def waiting(send: Send) -> Iterator[Send]:
    """A `send` for as long as one socket is open, that waits while too much is unread. May raise `Gone`."""
    connection = connection_of(send)
    if connection is None:
        yield send
        return
    gate = _Gate()
    close_instead_of_dropping(connection)

    async def send_and_wait(message: dict[str, Any]) -> None:
        if close_for_server_reasons(connection, message):
            return
        if not write_text(connection, message):
            await send(message)
        if message["type"] == "websocket.send":
            await gate.passed()

    connection.unregisterProducer()  # the HTTP connection's, before it became a socket
    connection.registerProducer(gate, True)
    try:
        yield send_and_wait
    finally:
        connection.unregisterProducer()


class _Gate:
    """A producer in Twisted's sense."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._is_gone = False

    async def passed(self) -> None:
        if not self._open.is_set():
            await self._open.wait()
            if self._is_gone:
                raise Gone

    def pauseProducing(self) -> None:  # noqa: N802
        self._open.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self._open.set()

    def stopProducing(self) -> None:  # noqa: N802
        self._is_gone = True
        self._open.set()
