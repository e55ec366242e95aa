"""Frames that follow each other leave in one packet, where the server gives its transport away."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect

from streaming.servers.cork import corked
from streaming.servers.uvicorn import transport_of

pytestmark = pytest.mark.skipif(not hasattr(socket, "TCP_CORK"), reason="Linux has it")


class Connection(asyncio.Protocol):
    """As uvicorn's: it has a transport, and a method that sends."""

    def __init__(self, accepted: asyncio.Queue[Connection]) -> None:
        self._accepted = accepted

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._accepted.put_nowait(self)

    async def send(self, text: str) -> None:
        self.transport.write(text.encode())


async def test_what_is_sent_within_arrives_at_its_end_together() -> None:
    loop = asyncio.get_running_loop()
    accepted: asyncio.Queue[Connection] = asyncio.Queue()
    server = await loop.create_server(lambda: Connection(accepted), "127.0.0.1", 0)
    with socket.create_connection(server.sockets[0].getsockname()) as client:
        send = (await accepted.get()).send
        with corked(send):
            await send("one ")
            await send("two")
            client.setblocking(False)
            with pytest.raises(BlockingIOError):
                client.recv(100)
        client.settimeout(5)
        assert client.recv(100) == b"one two"
    server.close()


async def test_another_server_is_left_alone() -> None:
    sent: list[str] = []

    async def send(text: str) -> None:
        sent.append(text)

    with corked(send):
        await send("one")
    assert sent == ["one"]


async def test_uvicorn_gives_its_transport_away() -> None:
    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        with corked(send):
            await send({"type": "websocket.send", "text": type(transport_of(send)).__name__})
        await receive()

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}", proxy=None) as opened:
        assert "Transport" in str(await opened.recv())
    server.should_exit = True
    await serving
