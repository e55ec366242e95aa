"""A tab that behaves like the product's and keeps the seqs of its events; and sockets that stop reading."""

from __future__ import annotations

import asyncio
import re
import selectors
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from benchmarks.tabs import LOOK, Tab, reach

# As in `static/streaming/timing.js`: each second, and sooner after so many events.
ACKNOWLEDGE_EACH, ACKNOWLEDGE_AFTER = 1.0, 100
SILENCE = 60.0  # seconds without what is expected after which the benchmark gives up
TEXT, PING, PONG = 0x1, 0x9, 0xA
_EVENT = re.compile(rb'"event_type":"tool_progress","seq":(\d+)')
_HEAD = 100  # bytes of a frame that include its seq
_UNREAD = 4_096  # bytes in the kernel for a client that does not read; the rest is in the server


class ReadingTab(Tab):
    """Keeps the arrival times of events, acknowledges the last one, and answers pings."""

    def __init__(self, url: str, connection: socket.socket) -> None:
        super().__init__(url, connection)
        self.moments: dict[int, float] = {}
        self.is_greeted = False
        self._seq = 0
        self._acknowledged, self._acknowledged_at = 0, 0.0

    def acknowledge(self, now: float) -> None:
        new = self._seq - self._acknowledged
        if new >= ACKNOWLEDGE_AFTER or (new > 0 and now - self._acknowledged_at >= ACKNOWLEDGE_EACH):
            self._acknowledged, self._acknowledged_at = self._seq, now
            send(self.socket, TEXT, b'{"type":"ack","seq":%d}' % self._seq)

    def _take_data(self, now: float, buffer: bytes, start: int) -> None:
        self.is_greeted = True
        if found := _EVENT.search(buffer, start, start + _HEAD):
            seq = self._seq = int(found[1])
            self.moments[seq] = now

    def _take_control(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            send(self.socket, PONG, payload)


def send(connection: socket.socket, opcode: int, payload: bytes) -> None:
    """A client's frame of less than 126 bytes; it is masked, with zeros (RFC 6455, 5.3)."""
    connection.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + bytes(4) + payload)


class Readers:
    """Reads from all its tabs each millisecond, while the context is open."""

    def __init__(self) -> None:
        self._tabs: list[ReadingTab] = []
        self._selector = selectors.DefaultSelector()
        self._news = asyncio.Event()

    async def open(self, url: str) -> ReadingTab:
        tab = ReadingTab(url, await reach(url))
        self._tabs.append(tab)
        self._selector.register(tab.socket, selectors.EVENT_READ, tab)
        return tab

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SILENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def read(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            now = time.monotonic()
            for key, _ in self._selector.select(0):
                key.data.read(now)
                self._news.set()
            for tab in self._tabs:
                tab.acknowledge(now)

    def close(self) -> None:
        self._selector.close()
        for tab in self._tabs:
            tab.socket.close()


@asynccontextmanager
async def reading() -> AsyncIterator[Readers]:
    readers = Readers()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(readers.read())
        try:
            yield readers
        finally:
            task.cancel()
            readers.close()


async def open_and_stop_reading(url: str, *, acknowledges: bool) -> Tab:
    """A tab that reads the greeting, acknowledges it or not, and then stops reading."""
    tab = ReadingTab(url, await reach(url, _UNREAD))
    async with asyncio.timeout(30):
        while not tab.is_greeted:
            await asyncio.sleep(LOOK)
            with suppress(BlockingIOError):
                tab.read(time.monotonic())
    if acknowledges:
        send(tab.socket, TEXT, b'{"type":"ack","seq":0}')
    return tab
