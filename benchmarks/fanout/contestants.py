"""Three ways to bring an event to every tab, each as its users write it; all send the same 200 bytes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer

from streaming.announce import announcement
from streaming.consumers import Admission, BadFrame, StreamConsumer
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection, dumps
from streaming.hub import Hub
from streaming.layers.notify import notify
from streaming.log import iso

STREAM = "benchmark"
GROUP = "benchmark"
GREETING = "{}"
EVENT_BYTES = 200


type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Publish = Callable[[int], Awaitable[None]]


def frame(kind: str, number: int, text: str) -> dict[str, Any]:
    return {"type": kind, "seq": number, "text": text}


KIND = "tool_complete"
TEXT = "x" * (EVENT_BYTES - len(dumps(frame(KIND, 1_000, ""))))


class Contestant(Protocol):
    """`app` serves a tab, whose first frame says that it is ready."""

    @property
    def app(self) -> Any: ...

    def publisher(self) -> Publish:
        """What sends the events of one burst to all tabs that are open, by their number from 0."""


class _Frames(Projection):
    def event(self, entry: Entry) -> str:
        return dumps(frame(entry.type, entry.seq, **entry.data))

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
        return Admission(STREAM, FRAMES)

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        return {"error": str(error)}


class ThroughHub:
    """The project's own way. The events count as logged already: announced like those that just were."""

    def __init__(self) -> None:
        self.app = _HubTab.as_asgi()

    def publisher(self) -> Publish:
        [watch] = Hub.current().watches
        epoch, last = watch.position.epoch, watch.position.last

        async def publish(number: int) -> None:
            seq = last + 1 + number
            entry = Entry(epoch, seq, KIND, iso(datetime.now(UTC)), {"text": TEXT})
            await notify(STREAM, announcement(STREAM, [entry]))

        return publish


class _PlainTab(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(GREETING)

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def tool_complete(self, message: dict[str, Any]) -> None:
        await self.send_json(message)


class ThroughGroup:
    """As the documentation of Channels shows it: each tab a consumer, each consumer a member of the group."""

    def __init__(self) -> None:
        self.app = _PlainTab.as_asgi()

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, number: int) -> None:
        await get_channel_layer().group_send(GROUP, frame(KIND, number, TEXT))


class BareList:
    """No layer, no framework: the sockets of this process in a set, and one text for all."""

    def __init__(self) -> None:
        self._sockets: set[Send] = set()

    async def app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": GREETING})
        self._sockets.add(send)
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self._sockets.discard(send)

    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, number: int) -> None:
        text = dumps(frame(KIND, number, TEXT))
        for send in self._sockets:
            await send({"type": "websocket.send", "text": text})
