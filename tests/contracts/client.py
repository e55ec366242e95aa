"""A strict client of the chat socket, the chat over HTTP and the events over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.contracts.frames import CURSOR, LAST, Frame, Reading, cursor_seq, is_event, parse
from tests.frame_schemas import require_described

PATIENCE = 20
CONNECTED = "Connected to real-time updates"


@dataclass(frozen=True)
class Account:
    """A person, with the credentials that a program can use."""

    id: str
    username: str
    token: str
    session: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}"}


class ChatSocket:
    """A connection whose every frame is checked as it arrives."""

    def __init__(self, connection: ClientConnection, reading: Reading) -> None:
        self._connection = connection
        self.reading = reading

    @classmethod
    async def opened(cls, connection: ClientConnection, user_id: str, after: str | None) -> Self:
        """Receive the first frame, which names the cursor of the connection."""
        socket = cls(connection, Reading(user_id, cursor_seq(after) if after else None))
        first = await socket.next()
        assert first["event_type"] == "connection_established", first
        assert first["user_id"] == user_id, first
        assert first["message"] == CONNECTED, first
        if not after:
            socket.reading.seq = cursor_seq(first["id"])
        return socket

    @property
    def cursor(self) -> str:
        """The cursor to resume from later."""
        return next(frame["id"] for frame in reversed(self.reading.frames) if frame.get("id"))

    @property
    def events(self) -> list[Frame]:
        return self.reading.events

    async def next(self) -> Frame:
        async with asyncio.timeout(PATIENCE):
            frame = parse(await self._connection.recv())
        require_described("chat", frame)
        self.reading.add(frame)
        return frame

    async def until(self, *event_types: str, **fields: Any) -> Frame:
        """Return the first frame to come that has one of these types and these fields."""
        while True:
            frame = await self.next()
            if frame["event_type"] in event_types and fields.items() <= frame.items():
                return frame

    async def until_end(self, run_id: str) -> Frame:
        return await self.until(*LAST, run_id=run_id)

    async def send(self, frame: Any) -> None:
        await self._connection.send(json.dumps(frame))

    async def send_raw(self, data: str | bytes) -> None:
        await self._connection.send(data)

    async def ping(self) -> None:
        """Check that the connection is alive and has no pending frames: the next frame is the
        answer (or a heartbeat)."""
        await self.send({"type": "ping", "t": 1234.5})
        while (frame := await self.next())["event_type"] == "heartbeat":
            pass
        assert frame == {"event_type": "pong", "t": 1234.5}

    def of_run(self, run_id: str) -> list[Frame]:
        return [frame for frame in self.events if frame["run_id"] == run_id]


def socket_url(base: str, user_id: str, *, address: str = "/ws/{}/chat", **query: str) -> str:
    return f"{base}{address.format(user_id)}" + (f"?{urlencode(query)}" if query else "")


@asynccontextmanager
async def chat_socket(ws_url: str, account: Account, after: str | None = None) -> AsyncIterator[ChatSocket]:
    """A tab that receives all events."""
    query = {"after": after} if after else {}
    url = socket_url(ws_url, account.id, events="all", **query)
    async with connect(url, additional_headers=account.bearer) as connection:
        yield await ChatSocket.opened(connection, account.id, after)


async def close_code(url: str, **headers: str) -> int:
    """Open a socket that is refused: accepted, then closed without a frame. Return the code."""
    async with connect(url, additional_headers=headers) as connection, asyncio.timeout(PATIENCE):
        with pytest.raises(ConnectionClosed) as closed:
            await connection.recv()
    assert closed.value.rcvd, "the connection broke"
    return closed.value.rcvd.code


class Api:
    """The HTTP side of a server, for one account."""

    def __init__(self, http: httpx.AsyncClient, account: Account) -> None:
        self.http = http
        self.account = account

    async def chat(
        self,
        message: str = "Show my tasks",
        conversation_id: str | None = None,
        *,
        address: str = "/api/chat",
        **headers: str,
    ) -> httpx.Response:
        """Post a message; headers are named like `idempotency_key="…"`."""
        body = {"message": message, "conversation_id": conversation_id}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(address, json=body, headers={**self.account.bearer, **named})

    async def start(self, message: str = "Show my tasks", conversation_id: str | None = None) -> str:
        """Post a message without waiting for the reply. Return the run's id."""
        response = await self.chat(message, conversation_id, prefer="respond-async")
        assert response.status_code == 202, response.text
        run_id: str = response.json()["run_id"]
        return run_id

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self.http.request(method, path, headers=self.account.bearer, **more)

    async def get(self, path: str) -> Any:
        response = await self.request("GET", path)
        assert response.status_code == 200, response.text
        return response.json()

    async def poll(self, after: str | None = None, wait: float = 0, **query: str) -> tuple[list[Frame], str]:
        """Poll for events once. Return them, checked, and the next cursor."""
        query |= {"wait": str(wait), **({"after": after} if after else {})}
        response = await self.request("GET", "/api/events", params=query, timeout=PATIENCE + wait)
        assert response.status_code == 200, response.text
        answer = response.json()
        assert set(answer) == {"events", "cursor"}, answer
        cursor_seq(answer["cursor"])
        # The events of a response are frames within a document, so their size is taken from the frame alone.
        return [parse(json.dumps(event, ensure_ascii=False)) for event in answer["events"]], answer["cursor"]

    @asynccontextmanager
    async def sse(
        self,
        after: str | None = None,
        *,
        last_event_id: str | None = None,
        cookie: bool = False,
        events: str = "all",
    ) -> AsyncIterator[EventSource]:
        headers = self.account.cookie if cookie else self.account.bearer
        headers = {**headers, "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        params = {"events": events, **({"after": after} if after else {})}
        async with self.http.stream("GET", "/api/events", params=params, headers=headers) as response:
            assert response.status_code == 200, await response.aread()
            assert response.headers["content-type"].partition(";")[0] == "text/event-stream"
            begin = last_event_id or after
            seq = cursor_seq(begin) if begin and CURSOR.fullmatch(begin) else None
            yield EventSource(response, Reading(self.account.id, seq, has_holes=events != "all"))


class EventSource:
    """A stream of Server-Sent Events, read line by line as the standard says."""

    def __init__(self, response: httpx.Response, reading: Reading) -> None:
        self.reading = reading
        self.last_event_id = ""
        self._lines = response.aiter_lines()

    async def next(self) -> Frame:
        async with asyncio.timeout(PATIENCE):
            frame = parse(await self._data())
        self.reading.add(frame)
        if is_event(frame):
            assert self.last_event_id == frame["id"], "the event's id is its cursor"
        return frame

    async def until(self, *event_types: str, **fields: Any) -> Frame:
        while True:
            frame = await self.next()
            if frame["event_type"] in event_types and fields.items() <= frame.items():
                return frame

    async def _data(self) -> str:
        """Return the data of the next event, without comments and events without data."""
        data: list[str] = []
        async for line in self._lines:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                data.append(value)
            elif name == "id":
                self.last_event_id = value
            elif line:
                assert name in {"", "event", "retry"}, f"{line!r} is no line of an event stream"
            elif data:
                return "\n".join(data)
        raise AssertionError("the stream ended")
