"""An event stream over WebSocket, SSE and long poll that misbehaves on demand, and a page."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

STATIC = Path(__file__).parents[3] / "static"
PAGE = b'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Events</title>'


class Conduct(Enum):
    """How a transport treats clients."""

    SERVES = "serves"
    HANGS = "never answers"
    MUTE = "greets, and then says nothing, not even to a ping"
    REFUSES = "404, or no handshake"
    FAILS = "500, or a close at once"
    SIGNED_OUT = "401, or close 4401"
    FORBIDDEN = "403, or close 4403"


CLOSE_CODES = {Conduct.FAILS: 1011, Conduct.SIGNED_OUT: 4401, Conduct.FORBIDDEN: 4403}
STATUSES = {Conduct.REFUSES: 404, Conduct.FAILS: 500, Conduct.SIGNED_OUT: 401, Conduct.FORBIDDEN: 403}


class Cut(Exception):
    """The server ends a connection."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


type Item = dict[str, Any] | str | Cut  # a frame, a text that should be one, or the end


class FaultyServer:
    PATHS = ("/", "/ws", "/events")

    def __init__(self, url: str) -> None:
        self.url = url
        self.websocket = self.sse = self.poll = Conduct.SERVES
        self.opened: list[tuple[str, str | None]] = []  # (transport, cursor) of each request
        self.received: list[dict[str, Any]] = []
        self.open = 0  # requests under way
        self.epoch = "aaaa"
        self._log: list[dict[str, Any]] = []
        self._queues: set[asyncio.Queue[Item]] = set()
        self._grown = asyncio.Condition()
        self.bodies = asyncio.Event()  # the responses of polls are delayed until it is set
        self.bodies.set()

    @property
    def cursor(self) -> str:
        return f"{self.epoch}:{len(self._log)}"

    @property
    def transports(self) -> list[str]:
        return [transport for transport, _ in self.opened]

    def received_of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.received if frame["type"] == kind]

    async def append(self, count: int = 1, *, notify: bool = True) -> list[dict[str, Any]]:
        """Write events to the log; clients are only notified with `notify`."""
        new = [self._event(len(self._log) + number) for number in range(1, count + 1)]
        self._log += new
        if notify:
            self.send(*new)
        async with self._grown:
            self._grown.notify_all()
        return new

    def send(self, *frames: dict[str, Any]) -> None:
        """Send to all clients, whatever the log contains."""
        for queue in self._queues:
            for frame in frames:
                queue.put_nowait(frame)

    def send_text(self, text: str) -> None:
        for queue in self._queues:
            queue.put_nowait(text)

    def heartbeat(self, interval: float = 5) -> None:
        self.send(_frame("heartbeat", seq=len(self._log), result={"interval": interval}))

    def cut(self, code: int = 1012) -> None:
        for queue in self._queues:
            queue.put_nowait(Cut(code))

    def recreate(self, epoch: str = "bbbb") -> None:
        """Another history, without a notification."""
        self.epoch = epoch
        self._log = []

    async def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = asyncio.get_running_loop().time() + 20
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"Still waiting for: {what}")
            await asyncio.sleep(0.005)

    async def until_opened(self, count: int) -> None:
        await self.until(lambda: len(self.opened) == count, f"connection {count}")

    def _event(self, seq: int) -> dict[str, Any]:
        return _frame("task_created", seq=seq, id=f"{self.epoch}:{seq}", message=f"Created: {seq}")

    def _missed(self, after: str | None) -> list[dict[str, Any]]:
        if not after:
            return []
        epoch, _, seq = after.rpartition(":")
        if epoch != self.epoch or int(seq) > len(self._log):
            return [_frame("stream_reset", id=self.cursor)]
        return self._log[int(seq) :]

    async def _frames(self, conduct: Conduct, after: str | None) -> AsyncIterator[dict[str, Any] | str]:
        """Yield the frames for a connection; raises `Cut` where it is to end."""
        queue: asyncio.Queue[Item] = asyncio.Queue()
        self._queues.add(queue)
        try:
            missed = self._missed(after)
            yield _frame("connection_established", id=self.cursor)
            if conduct is Conduct.MUTE:
                await asyncio.Future()
            for frame in missed:
                yield frame
            while True:
                item = await queue.get()
                if isinstance(item, Cut):
                    raise item
                yield item
        finally:
            self._queues.discard(queue)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        query = dict(parse_qsl(scope["query_string"].decode()))
        path, after = scope["path"], query.get("after")
        accept = dict(scope["headers"]).get(b"accept", b"")
        if scope["type"] == "websocket":
            self.opened.append(("websocket", after))
            await receive()
            answers = send if self.websocket is not Conduct.MUTE else _say_nothing
            await self._until_gone(receive, self._serve_websocket(send, after), answers)
        elif path == "/events" and accept == b"text/event-stream":
            self.opened.append(("sse", after))
            await self._until_gone(receive, self._serve_sse(send, after))
        elif path == "/events":
            self.opened.append(("poll", after))
            await self._until_gone(receive, self._serve_poll(send, after, float(query["wait"])))
        elif path == "/":
            await _respond(send, 200, PAGE, b"text/html")
        else:
            body = (STATIC / path.removeprefix("/static/")).read_bytes()
            await _respond(send, 200, body, b"text/javascript")

    async def _until_gone(self, receive: Any, serving: Any, answer: Any = None) -> None:
        """Serve until that ends or the client disconnects; handle the client's frames."""
        self.open += 1
        task = asyncio.create_task(serving)
        listening = asyncio.create_task(self._listen(receive, answer))
        try:
            await asyncio.wait({task, listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            listening.cancel()
            await asyncio.gather(task, listening, return_exceptions=True)
            self.open -= 1

    async def _listen(self, receive: Any, answer: Any) -> None:
        while "disconnect" not in (message := await receive())["type"]:
            if not message.get("text"):
                continue
            frame = json.loads(message["text"])
            self.received.append(frame)
            if frame["type"] == "ping":
                pong = {"event_type": "pong", "t": frame["t"]}
                await answer({"type": "websocket.send", "text": _text(pong)})

    async def _serve_websocket(self, send: Any, after: str | None) -> None:
        conduct = self.websocket
        if conduct is Conduct.HANGS:
            await asyncio.Future()
        if conduct is Conduct.REFUSES:
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        if conduct in CLOSE_CODES:
            await send({"type": "websocket.close", "code": CLOSE_CODES[conduct]})
            return
        try:
            async for frame in self._frames(conduct, after):
                await send({"type": "websocket.send", "text": _text(frame)})
        except Cut as cut:
            await send({"type": "websocket.close", "code": cut.code})

    async def _serve_sse(self, send: Any, after: str | None) -> None:
        conduct = self.sse
        if await _refuses(send, conduct):
            return
        await _start(send, 200, b"text/event-stream")
        try:
            async for frame in self._frames(conduct, after):
                body = f"data: {_text(frame)}\r\n\r\n".encode()
                await send({"type": "http.response.body", "body": body, "more_body": True})
        except Cut:
            await send({"type": "http.response.body"})

    async def _serve_poll(self, send: Any, after: str | None, wait: float) -> None:
        if await _refuses(send, self.poll):
            return
        async with self._grown:
            with suppress(TimeoutError):  # an empty answer
                await asyncio.wait_for(self._grown.wait_for(lambda: self._missed(after)), wait)
        body = {"events": self._missed(after), "cursor": self.cursor}
        await _start(send, 200, b"application/json")
        await self.bodies.wait()
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})


async def _refuses(send: Any, conduct: Conduct) -> bool:
    if conduct is Conduct.HANGS:
        await asyncio.Future()
    if conduct in STATUSES:
        await _respond(send, STATUSES[conduct], b"{}", b"application/json")
        return True
    return False


async def _say_nothing(message: dict[str, Any]) -> None:
    pass


async def _start(send: Any, status: int, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _respond(send: Any, status: int, body: bytes, kind: bytes) -> None:
    await _start(send, status, kind)
    await send({"type": "http.response.body", "body": body})


def _text(frame: dict[str, Any] | str) -> str:
    return frame if isinstance(frame, str) else json.dumps(frame)


def _frame(event_type: str, **fields: Any) -> dict[str, Any]:
    return {"event_type": event_type, "seq": None, "id": None, "message": None, "result": None, **fields}


class Site:
    """The address at which one faulty server after the other is found."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._count = 0
        self.server = self.renew()

    def renew(self) -> FaultyServer:
        """A new path: the page of an earlier test may still have a request on its way."""
        self._count += 1
        self.server = FaultyServer(f"{self.url}/{self._count}/")
        return self.server

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        path: str = scope["path"].removeprefix(f"/{self._count}")
        if path in FaultyServer.PATHS or path.startswith("/static/"):
            await self.server.app({**scope, "path": path}, receive, send)
        elif scope["type"] == "http":
            await _respond(send, 404, b"", b"text/plain")
        else:
            await receive()
            await send({"type": "websocket.close"})


@asynccontextmanager
async def serve() -> AsyncIterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = Site(f"http://127.0.0.1:{listening.getsockname()[1]}")
        config = uvicorn.Config(
            site.app, interface="asgi3", lifespan="off", ws="websockets-sansio", log_level="warning"
        )
        runner = uvicorn.Server(config)
        serving = asyncio.create_task(runner.serve([listening]))
        try:
            yield site
        finally:
            runner.should_exit = True
            await serving
