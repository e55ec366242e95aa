"""Clients of peers that do not send plain WebSocket frames."""

from __future__ import annotations

from typing import ClassVar

from benchmarks.tabs import Tab

_JOIN = b"\x81\x82\0\0\0\0" + b"40"  # a masked frame (RFC 6455, 5.2); the key is zeros


class SocketIOTab(Tab):
    """Joins the default namespace once Engine.IO is open (Socket.IO 5); the answer is the greeting."""

    def _take_data(self, now: float, buffer: bytes, start: int) -> None:
        if buffer[start : start + 1] == b"0":
            self.socket.sendall(_JOIN)
        else:
            super()._take_data(now, buffer, start)


class EventStreamTab(Tab):
    """Server-Sent Events; the first, `stream-open`, is the greeting."""

    STATUS: ClassVar = b" 200 "

    def _headers(self) -> str:
        return "Accept: text/event-stream\r\n"

    def _take_frames(self, now: float) -> None:
        *lines, self._buffer = self._buffer.split(b"\n")
        self.arrivals += [now for line in lines if line.startswith(b"event: ")]
