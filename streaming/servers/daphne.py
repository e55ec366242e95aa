"""What Daphne offers beyond ASGI: its `send` names the connection that it is for."""

from __future__ import annotations

from functools import partial
from typing import Any


def connection_of(send: Any) -> Any:
    """The client's connection, where the server is Daphne."""
    connection = send.args[0] if isinstance(send, partial) and send.args else None
    return connection if hasattr(connection, "registerProducer") else None


def close_instead_of_dropping(connection: Any) -> None:
    """Tell a client with a code why its connection fails: a message past the size limit with 1009, say."""
    connection.failByDrop = False


def close_for_server_reasons(connection: Any, message: dict[str, Any]) -> bool:
    """Close a socket with a code of the protocol (1001, 1011, 1012 …), which Daphne refuses to send."""
    code = message.get("code")
    if message["type"] != "websocket.close" or not isinstance(code, int) or not 1000 < code < 3000:
        return False
    connection.sendCloseFrame(code=code)
    return True


def write_text(connection: Any, message: dict[str, Any]) -> bool:
    """Write a text as a frame of its own to an open socket.

    Half of Daphne's way there is that Autobahn describes each frame for a log that nobody keeps.
    """
    text = message.get("text")
    if message["type"] != "websocket.send" or not text or connection.state != connection.STATE_OPEN:
        return False
    if connection.websocket_extensions_in_use or connection.send_queue:
        return False
    connection.transport.write(text_frame(text.encode()))
    return True


def text_frame(payload: bytes) -> bytes:
    """A whole text message as a server sends it (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        return b"\x81%c%b" % (size, payload)
    if size < 65_536:
        return b"\x81\x7e%b%b" % (size.to_bytes(2), payload)
    return b"\x81\x7f%b%b" % (size.to_bytes(8), payload)
