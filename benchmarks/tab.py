"""A WebSocket client that does hardly more than count, so that a hundred tabs need little of the machine."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from urllib.parse import urlsplit

# Lengths below 126 fit the frame's second byte; 126 and 127 say that 2 or 8 bytes follow (RFC 6455, 5.2).
_TWO_BYTES = 126
_DATA = {0x0, 0x1, 0x2}


class Tab(asyncio.Protocol):
    """Notes when each frame came, and answers nothing."""

    def __init__(self) -> None:
        self.arrivals: list[float] = []
        self._buffer = b""
        self._is_open = False
        self._wanted = 0
        self._enough: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, url: str) -> Tab:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        transport, tab = await loop.create_connection(cls, host, port)
        tab._transport = transport
        transport.write(request.encode())
        return tab

    async def frames(self, number: int, timeout: float = 60) -> None:
        """Wait until so many have come since the tab was opened, or `arrivals` was cleared."""
        self._wanted = number
        if len(self.arrivals) < number:
            self._enough = asyncio.get_running_loop().create_future()
            await asyncio.wait_for(self._enough, timeout)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._buffer = self._buffer + data if self._buffer else data
        if not self._is_open and not self._take_answer():
            return
        self._take_frames(now)
        if len(self.arrivals) >= self._wanted and not self._enough.done():
            self._enough.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._enough.done():
            self._enough.set_exception(error or ConnectionError("The server closed a tab."))

    def _take_answer(self) -> bool:
        answer, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in answer.partition(b"\r\n")[0]:
            raise ConnectionError(answer.decode(errors="replace"))
        self._is_open, self._buffer = True, rest
        return True

    def _take_frames(self, now: float) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) >= start + 2:
            length, body = buffer[start + 1], start + 2
            if length >= _TWO_BYTES:
                size = 2 if length == _TWO_BYTES else 8
                body += size
                if len(buffer) < body:
                    break
                length = int.from_bytes(buffer[start + 2 : body])
            if len(buffer) < body + length:
                break
            if buffer[start] & 0x0F in _DATA:
                self.arrivals.append(now)
            start = body + length
        self._buffer = buffer[start:]
