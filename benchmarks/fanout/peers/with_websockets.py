"""`websockets.broadcast` on its own server: `python -m benchmarks.fanout.peers.with_websockets PORT`."""

from __future__ import annotations

import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

from benchmarks.fanout.control import Publish, answer
from benchmarks.fanout.frames import GREETING, KIND, TEXT, encode


class Broadcast:
    def __init__(self) -> None:
        self._tabs: set[ServerConnection] = set()

    async def handle(self, connection: ServerConnection) -> None:
        if connection.request is not None and connection.request.path == "/control":
            async for order in connection:
                await connection.send(await answer(str(order), {"peer": self}))
            return
        await connection.send(GREETING)
        self._tabs.add(connection)
        await connection.wait_closed()
        self._tabs.discard(connection)

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        broadcast(self._tabs, encode(KIND, number, TEXT))


async def run(port: int) -> None:
    async with serve(Broadcast().handle, "127.0.0.1", port, compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(run(int(sys.argv[1])))
