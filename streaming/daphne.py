"""What Daphne offers beyond ASGI: its `send` names the connection that it is for."""

from __future__ import annotations

from functools import partial
from typing import Any


def connection_of(send: Any) -> Any:
    """The client's connection, where the server is Daphne."""
    connection = send.args[0] if isinstance(send, partial) and send.args else None
    return connection if hasattr(connection, "registerProducer") else None


def close_for_server_reasons(connection: Any, message: dict[str, Any]) -> bool:
    """Close a socket with a code of the protocol (1001, 1011, 1012 …), which Daphne refuses to send."""
    code = message.get("code")
    if message["type"] != "websocket.close" or not isinstance(code, int) or not 1000 < code < 3000:
        return False
    connection.sendCloseFrame(code=code)
    return True
