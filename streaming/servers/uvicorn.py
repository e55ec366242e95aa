"""What uvicorn offers beyond ASGI: its `send` belongs to a connection, which has a transport."""

from __future__ import annotations

from typing import Any


def abort(send: Any) -> None:
    """Drop a connection with what its client has not read, where the server is uvicorn.

    A close waits until all of that is read, also after uvicorn's own ping timeout: for ever, if nobody reads.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None and hasattr(transport, "abort"):
        transport.abort()
