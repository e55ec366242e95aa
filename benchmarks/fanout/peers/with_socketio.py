"""python-socketio on uvicorn: `python -m benchmarks.fanout.peers.with_socketio PORT`."""

from __future__ import annotations

import sys

import socketio
import uvicorn

from benchmarks.fanout.control import Publish, control
from benchmarks.fanout.frames import KIND, TEXT, frame


class SocketIO:
    def __init__(self) -> None:
        self.server = socketio.AsyncServer(async_mode="asgi")
        self.server.on("connect", self._connect)

    async def _connect(self, sid: str, environ: object) -> None:
        await self.server.enter_room(sid, "person")

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        await self.server.emit(KIND, frame(KIND, number, TEXT), room="person")


if __name__ == "__main__":
    peer = SocketIO()
    application = socketio.ASGIApp(peer.server, other_asgi_app=control({"peer": peer}))
    uvicorn.run(application, port=int(sys.argv[1]), log_level="warning", ws_per_message_deflate=False)
