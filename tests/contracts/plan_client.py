"""A strict client of the plan socket: one that reconnects after any close, and subscribes again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect

from tests.contracts.client import PATIENCE, Account
from tests.contracts.frames import UTC, Frame, cursor_seq
from tests.frame_schemas import require_described

ADDRESS = "/ws/streaming"
DATA = {"plan_id", "step_id", "agent_name", "content", "message_type", "status", "timestamp"}
TYPES = {"plan_update", "step_update", "agent_message"}
MESSAGE_TYPES = {"thinking", "action", "result"}
STATUSES = {"in_progress", "completed", "error"}


def parse(text: str | bytes) -> Frame:
    """Parse and return the frame; every field must conform to the contract."""
    assert isinstance(text, str), "a frame is text"
    frame: Frame = json.loads(text)
    match frame["type"]:
        case "subscription_confirmed":
            assert frame.keys() == {"type", "plan_id"}, frame
        case "error":
            assert frame.keys() == {"type", "plan_id", "message", "data"}, frame
            same = {"plan_id": frame["plan_id"], "message": frame["message"], "error": frame["message"]}
            assert frame["data"] == same, frame
            assert isinstance(frame["message"], str), frame
            assert frame["message"], frame
        case "stream_reset":
            cursor_seq(frame["id"])
        case "pong":
            assert frame.keys() == {"type", "t"}, frame
        case _:
            _check(frame)
    return frame


def _check(frame: Frame) -> None:
    assert frame.keys() == {"type", "seq", "id", "data"}, frame
    assert frame["type"] in TYPES, frame
    assert type(frame["seq"]) is int, frame
    assert isinstance(frame["id"], str), frame
    assert cursor_seq(frame["id"]) == frame["seq"], frame
    data = frame["data"]
    assert data.keys() == DATA, frame
    assert data["message_type"] in MESSAGE_TYPES, frame
    assert data["status"] in STATUSES, frame
    assert UTC.fullmatch(data["timestamp"]), frame
    assert isinstance(data["plan_id"], str), frame
    assert data["step_id"] is None or isinstance(data["step_id"], str), frame
    assert isinstance(data["agent_name"], str), frame
    assert data["agent_name"], frame
    assert isinstance(data["content"], str), frame


class PlanSocket:
    """One connection. The frames of each plan are stored; they must come in order, each once."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.received: dict[str, list[Frame]] = {}  # by subscribed plan
        self._seqs: dict[str, int] = {}

    async def send(self, frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def next(self) -> Frame:
        async with asyncio.timeout(PATIENCE):
            frame = parse(await self.connection.recv())
        require_described("plans", frame)
        if frame["type"] in TYPES:
            plan_id = frame["data"]["plan_id"]
            assert plan_id in self.received, f"a frame of a plan that was not asked for: {frame}"
            assert frame["seq"] > self._seqs[plan_id], f"after {self._seqs[plan_id]} came {frame}"
            self._seqs[plan_id] = frame["seq"]
            self.received[plan_id].append(frame)
        return frame

    async def subscribe(self, plan_id: str, after: str | None = None) -> None:
        """Subscribe to a plan; frames of others may come before the confirmation."""
        self.received.setdefault(plan_id, [])
        self._seqs[plan_id] = cursor_seq(after) if after else 0
        await self.send({"type": "subscribe_plan", "plan_id": plan_id, **({"after": after} if after else {})})
        while (frame := await self.next())["type"] in TYPES:
            assert frame["data"]["plan_id"] != plan_id, "a frame before the confirmation"
        assert frame == {"type": "subscription_confirmed", "plan_id": plan_id}

    async def unsubscribe(self, plan_id: str) -> None:
        await self.send({"type": "unsubscribe_plan", "plan_id": plan_id})

    async def receive(self, plan_id: str, count: int) -> list[Frame]:
        """Receive until that many frames of a plan have come."""
        while len(self.received[plan_id]) < count:
            await self.next()
        return self.received[plan_id]

    async def refused(self, data: Any, plan_id: str | None = None) -> str:
        """Send an invalid frame, as it is if it is text or bytes; return the error message."""
        await self.connection.send(data if isinstance(data, str | bytes) else json.dumps(data))
        frame = await self.next()
        assert frame["type"] == "error", frame
        assert frame["plan_id"] == plan_id, frame
        return str(frame["message"])


@asynccontextmanager
async def plan_socket(
    ws_url: str, account: Account, *, address: str = ADDRESS, **query: str
) -> AsyncIterator[PlanSocket]:
    url = f"{ws_url}{address}" + (f"?{urlencode(query)}" if query else "")
    async with connect(url, additional_headers=account.bearer) as connection:
        yield PlanSocket(connection)
