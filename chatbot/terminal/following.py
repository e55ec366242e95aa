"""The events of a person, each once, over as many connections as that takes."""

from __future__ import annotations

import time
from collections.abc import Generator

import httpx2

from .outcome import Unreachable
from .server import Frame, Server

_GIVE_UP_AFTER = 60.0  # seconds without a connection
_RECONNECT_AFTER = 0.5  # seconds
_NOT_STORED = frozenset({"connection_established", "heartbeat"})


class Following:
    def __init__(self, server: Server, cursor: str) -> None:
        self._server = server
        self._cursor = cursor

    def frames(self) -> Generator[Frame]:
        """Yield all frames, of which `connection_established` is the first.

        Raises `Unreachable` if the server does not come back.
        """
        lost_at: float | None = None
        while lost_at is None or time.monotonic() - lost_at < _GIVE_UP_AFTER:
            try:
                for frame in self._server.events(self._cursor):
                    lost_at = None
                    if frame["event_type"] not in _NOT_STORED:
                        self._cursor = frame["id"] or self._cursor
                    yield frame
            except (httpx2.TransportError, Unreachable):
                pass  # as after an orderly end: connect again, from the cursor
            lost_at = lost_at or time.monotonic()
            time.sleep(_RECONNECT_AFTER)
        raise Unreachable("The connection was lost. The run continues on the server.")
