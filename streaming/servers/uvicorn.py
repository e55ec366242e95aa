"""Features of uvicorn beyond ASGI: `send` is a method of the client's connection, which has a transport.

This is not documented; `tests/streaming/test_servers.py` names the version that it was checked with.
"""

from __future__ import annotations

from typing import Any


def transport_of(send: Any) -> Any:
    """The asyncio transport of the client's connection, where the server is uvicorn; otherwise `None`."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if hasattr(transport, "abort") else None


def abort(send: Any) -> None:
    """Drop a connection with its unread data if the server is uvicorn.

    A close waits until the client has read everything before it, even after uvicorn's ping timeout: for ever
    if the client does not read.
    """
    if (transport := transport_of(send)) is not None:
        transport.abort()
