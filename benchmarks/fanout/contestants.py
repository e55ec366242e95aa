"""Three ways to send an event to every tab, each as its users write it; all send the same 200 bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer

from benchmarks.fanout.control import Publish
from benchmarks.fanout.frames import GREETING, KIND, TEXT, encode, frame
from streaming.consumers import Admission, BadFrame, StreamConsumer
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection
from streaming.hub import Hub
from streaming.layers.transport import notify
from streaming.log import iso
from streaming.notify import committed

type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Receive = Callable[[], Awaitable[dict[str, Any]]]


def stream_of(person: int) -> str:
    return f"benchmark.{person}"


def person_of(scope: dict[str, Any]) -> int:
    """The person whose tab it is: `?person=3`."""
    return int(parse_qs(scope["query_string"])[b"person"][0])


class Contestant(Protocol):
    """`app` serves a tab, whose first frame says that it is ready."""

    @property
    def app(self) -> Any: ...

    def publisher(self) -> Publish:
        """The `control.Publisher` of the contestant."""


class _Frames(Projection):
    def event(self, entry: Entry) -> str:
        return encode(entry.type, entry.seq, **entry.data)

    def live(self, frame: LiveFrame) -> None:
        return None

    def established(self, cursor: Cursor) -> str:
        return GREETING

    def heartbeat(self, cursor: Cursor, interval: float) -> None:
        return None

    def reset(self, cursor: Cursor) -> None:
        return None


FRAMES = _Frames()  # shared by all tabs, as the chat's are by those of a user


class _HubTab(StreamConsumer):
    async def admit(self) -> Admission:
        return Admission(stream_of(person_of(self.scope)), FRAMES)

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        return {"error": str(error)}


class ThroughHub:
    """The project's own way. The events count as logged already, and are notified
    like events just committed."""

    def __init__(self) -> None:
        self.app = _HubTab.as_asgi()

    def publisher(self) -> Publish:
        positions = {followed.stream: followed.position for followed in Hub.current().followed_streams}
        at = iso(datetime.now(UTC))

        async def publish(person: int, number: int) -> None:
            stream = stream_of(person)
            position = positions[stream]
            entry = Entry(position.epoch, position.last + 1 + number, KIND, at, {"text": TEXT})
            await notify(stream, committed([entry]))

        return publish


class _PlainTab(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.channel_layer.group_add(stream_of(person_of(self.scope)), self.channel_name)
        await self.accept()
        await self.send(GREETING)

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(stream_of(person_of(self.scope)), self.channel_name)

    async def tool_complete(self, message: dict[str, Any]) -> None:
        await self.send_json(message)


class ThroughGroup:
    """As in the documentation of Channels: each tab a consumer, each consumer a member of the group."""

    def __init__(self) -> None:
        self.app = _PlainTab.as_asgi()

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        await get_channel_layer().group_send(stream_of(person), frame(KIND, number, TEXT))


class BareList:
    """Without layer and framework: the sockets of this process in sets, and one text for all of a person."""

    def __init__(self) -> None:
        self._sockets: dict[int, set[Send]] = defaultdict(set)

    async def app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": GREETING})
        sockets = self._sockets[person_of(scope)]
        sockets.add(send)
        while (await receive())["type"] != "websocket.disconnect":
            pass
        sockets.discard(send)

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        text = encode(KIND, number, TEXT)
        for send in self._sockets[person]:
            await send({"type": "websocket.send", "text": text})
