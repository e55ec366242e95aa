"""Makes the kernel send consecutive frames in as few packets as possible.

A server writes each frame by itself, and each write is a packet (TCP_NODELAY): half of the cost of a frame.
Daphne's transports join the writes of a turn of the loop; those of asyncio and uvloop do not.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .uvicorn import transport_of

_CORK = getattr(socket, "TCP_CORK", None)  # Linux has it; see tcp(7)


@contextmanager
def corked(send: Any) -> Iterator[None]:
    """Delay packets within the context, for at most 200 ms; without effect if system or server
    do not support it."""
    connection = _tcp_socket(send)
    if connection is None or _CORK is None:
        yield
        return
    with suppress(OSError):  # it has just been closed
        connection.setsockopt(socket.IPPROTO_TCP, _CORK, 1)
    try:
        yield
    finally:
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, _CORK, 0)


def _tcp_socket(send: Any) -> Any:
    transport = transport_of(send)
    if transport is None or transport.is_closing():
        return None
    connection = transport.get_extra_info("socket")
    return connection if connection and connection.family in (socket.AF_INET, socket.AF_INET6) else None
