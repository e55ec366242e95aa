"""picows, a server in Cython: `python -m benchmarks.fanout.peers.with_picows PORT`."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from benchmarks.fanout.control import Publish, answer
from benchmarks.fanout.frames import GREETING, KIND, TEXT, encode


class Picows:
    def __init__(self) -> None:
        self.tabs: set[WSTransport] = set()

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        data = encode(KIND, number, TEXT).encode()
        for tab in self.tabs:
            tab.send(WSMsgType.TEXT, data)


class Tab(WSListener):  # type: ignore[misc]
    def __init__(self, peer: Picows) -> None:
        self._peer = peer

    def on_ws_connected(self, transport: WSTransport) -> None:
        transport.send(WSMsgType.TEXT, GREETING.encode())
        self._peer.tabs.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._peer.tabs.discard(transport)


class Control(WSListener):  # type: ignore[misc]
    def __init__(self, peer: Picows) -> None:
        self._peer = peer
        self._answering: asyncio.Task[None] | None = None

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self._answering = asyncio.create_task(self._answer(transport, frame.get_payload_as_utf8_text()))
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    async def _answer(self, transport: WSTransport, order: str) -> None:
        transport.send(WSMsgType.TEXT, (await answer(order, {"peer": self._peer})).encode())


async def run(port: int) -> None:
    peer = Picows()

    def listener(request: WSUpgradeRequest) -> WSListener:
        return Control(peer) if request.path == b"/control" else Tab(peer)

    server = await ws_create_server(listener, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(run(int(sys.argv[1])))
