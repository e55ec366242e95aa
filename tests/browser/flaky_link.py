"""A TCP relay between browser and server, in the test's own process, that can be cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class FlakyLink:
    def __init__(self, server_port: int) -> None:
        self.port = 0
        self._server_port = server_port
        self._is_cut = False
        self._pipes: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Drop all connections, and refuse new ones."""
        self._is_cut = True
        for writer in list(self._pipes):
            writer.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        with suppress(OSError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
            self._pipes |= {writer, there_writer}
            await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):  # the connection was cut
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        self._pipes.discard(writer)
        writer.close()


@asynccontextmanager
async def flaky_link(server_port: int) -> AsyncIterator[FlakyLink]:
    link = FlakyLink(server_port)
    listening = await asyncio.start_server(link.relay, "127.0.0.1", 0)
    link.port = listening.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        link.cut()
        listening.close()
