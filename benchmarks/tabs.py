"""WebSocket clients that do little more than count, so that a hundred tabs need little of the machine."""

from __future__ import annotations

import asyncio
import base64
import os
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar
from urllib.parse import urlsplit

LOOK = 0.001  # seconds between two polls of all tabs
# Lengths below 126 fit the frame's second byte; 126 and 127 say that 2 or 8 bytes follow (RFC 6455, 5.2).
TWO_BYTES = 126
DATA = {0x0, 0x1, 0x2}


async def reach(url: str, unread: int | None = None) -> socket.socket:
    """A connection to the server of a URL, without blocking the loop; the kernel buffers
    up to `unread` bytes."""
    parts = urlsplit(url)
    connection = socket.socket()
    if unread is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, unread)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, (parts.hostname, parts.port))
    return connection


class Tab:
    """Keeps the arrival time of each frame, and answers nothing."""

    STATUS: ClassVar = b" 101 "

    def __init__(self, url: str, connection: socket.socket | None = None) -> None:
        parts = urlsplit(url)
        self.arrivals: list[float] = []
        self._is_open = False
        self._buffer = b""
        self.socket = connection or socket.create_connection((parts.hostname, parts.port))
        request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n{self._headers()}\r\n"
        self.socket.sendall(request.encode())
        self.socket.setblocking(False)

    def _headers(self) -> str:
        key = base64.b64encode(os.urandom(16)).decode()
        return (
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        )

    def read(self, now: float) -> None:
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionError("The server closed a tab.")
        self._buffer += data
        if self._is_open or self._take_answer():
            self._take_frames(now)

    def _take_answer(self) -> bool:
        answer, end, rest = self._buffer.partition(b"\r\n\r\n")
        if end:
            if self.STATUS not in answer.partition(b"\r\n")[0]:
                raise ConnectionError(answer.decode(errors="replace"))
            self._is_open, self._buffer = True, rest
        return self._is_open

    def _take_frames(self, now: float) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) >= start + 2:
            length, body = buffer[start + 1], start + 2
            if length >= TWO_BYTES:
                body += 2 if length == TWO_BYTES else 8
                length = int.from_bytes(buffer[start + 2 : body])
            if len(buffer) < body + length:
                break
            opcode = buffer[start] & 0x0F
            if opcode in DATA:
                self._take_data(now, buffer, body)
            else:
                self._take_control(opcode, buffer[body : body + length])
            start = body + length
        self._buffer = buffer[start:]

    def _take_data(self, now: float, buffer: bytes, start: int) -> None:
        self.arrivals.append(now)

    def _take_control(self, opcode: int, payload: bytes) -> None:
        pass


class Tabs:
    """Polls its tabs each millisecond, instead of being woken for each frame.

    People's browsers are on other machines. If a client on the server's machine sleeps until a frame arrives,
    waking it takes CPU time of the server's process, and more so the faster it reads.
    """

    def __init__(self, tabs: list[Tab]) -> None:
        self.tabs = tabs
        self._selector = selectors.DefaultSelector()
        for tab in tabs:
            self._selector.register(tab.socket, selectors.EVENT_READ, tab)

    async def receive(self, frames: int, timeout: float = 60) -> list[list[float]]:
        """The arrival times of the next `frames` frames of each tab."""
        async with asyncio.timeout(timeout):
            while any(len(tab.arrivals) < frames for tab in self.tabs):
                await asyncio.sleep(LOOK)
                now = time.monotonic()
                for key, _ in self._selector.select(0):
                    key.data.read(now)
        received = [tab.arrivals for tab in self.tabs]
        for tab in self.tabs:
            tab.arrivals = []
        return received

    def close(self) -> None:
        self._selector.close()
        for tab in self.tabs:
            tab.socket.close()


@contextmanager
def open_tabs(urls: Sequence[str], kind: type[Tab] = Tab) -> Iterator[Tabs]:
    tabs = Tabs([kind(url) for url in urls])
    try:
        yield tabs
    finally:
        tabs.close()
