"""Features of Daphne beyond ASGI: its `send` is bound to the client's connection, an object of Autobahn.

None of this is documented; `tests/streaming/test_servers.py` names the versions that it was checked with.
"""

from __future__ import annotations

from functools import partial
from typing import Any


def connection_of(send: Any) -> Any:
    """The client's connection if the server is Daphne; otherwise `None`."""
    connection = send.args[0] if isinstance(send, partial) and send.args else None
    return connection if hasattr(connection, "registerProducer") else None


def close_instead_of_dropping(connection: Any) -> None:
    """Close with a code when a connection fails: 1009 after a message past the size limit, for example."""
    connection.failByDrop = False


def send_close(connection: Any, message: dict[str, Any]) -> bool:
    """Send a close with a code of the protocol (1001, 1011, 1012 …), which Daphne's own method refuses.

    False for any other message.
    """
    code = message.get("code")
    if message["type"] != "websocket.close" or not isinstance(code, int) or not 1000 < code < 3000:
        return False
    connection.sendCloseFrame(code=code)
    return True
