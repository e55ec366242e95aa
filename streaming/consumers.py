"""A stream over WebSocket: sends events; receives acknowledgements, pings and frames of the subclass."""

from __future__ import annotations

import asyncio
import json
import logging
from abc import abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error as DatabaseError

from streaming.servers.backpressure import ClientGone, backpressure
from streaming.servers.cork import corked
from streaming.servers.uvicorn import abort

from .connection import SERVER_ERROR, Connection
from .cursor import Cursor
from .entry import Projection, dumps
from .guard import Guard
from .hub import Hub

logger = logging.getLogger(__name__)

FRAME_BYTES = 65_536
_CLOSE_TIMEOUT = 5.0  # seconds for a close to be accepted; then the connection is dropped


@dataclass(frozen=True, slots=True)
class Admission:
    """The stream that a client may follow; `tag` and `guard` can end the connection later."""

    stream: str
    projection: Projection
    tag: str = ""
    guard: Guard | None = None


class Refused(Exception):
    """The client may not listen; `code` closes its socket, after an error frame with the sentence, if any."""

    def __init__(self, code: int, sentence: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


class BadFrame(ValueError):
    """The client sent an invalid frame; the sentence is the answer."""


class StreamConsumer(AsyncWebsocketConsumer):
    """Follows one stream. A subclass chooses it (`admit`) and formats errors (`error_frame`)."""

    # The hub listens to the layer, once for the process; a socket has no channel of its own.
    channel_layer_alias: ClassVar[str] = ""

    connection: Connection | None = None

    @abstractmethod
    async def admit(self) -> Admission:
        """The stream that this client may follow. Raises `Refused`."""

    @abstractmethod
    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]: ...

    def pong_frame(self, stamp: float | str | None) -> dict[str, Any]:
        return {"event_type": "pong", "t": stamp}

    async def receive_frame(self, frame: dict[str, Any]) -> None:
        """A frame that is neither an acknowledgement nor a ping."""
        raise BadFrame("Unknown type of frame.")

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Without the base class's hops through the ORM's thread for each message, as no ORM is used here.
        match message["type"]:
            case "websocket.connect":
                await self.websocket_connect(message)
            case "websocket.receive":
                await self.websocket_receive(message)
            case "websocket.disconnect":
                await self.websocket_disconnect(message)

    @property
    def query(self) -> dict[str, str]:
        """The query parameters of the address, the last one of each name."""
        pairs = parse_qs(self.scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}

    async def prepare(self) -> None:
        """Called before the handshake is answered. Raises `Refused` to answer with HTTP 403.

        A browser sees that as a failed connection without a code: to send a code, refuse in `admit`.
        """

    async def connect(self) -> None:
        try:
            await self.prepare()
        except Refused:
            await self.close()
        except DatabaseError:
            logger.exception("A socket could not be opened")
            await self.accept()
            await self.close(SERVER_ERROR)
        else:
            await self.accept()
            await self._join()

    async def _join(self) -> None:
        try:
            async with Hub.current().joining:
                admission = await self.admit()
                self.connection = Connection(
                    self._send_text,
                    self._end,
                    admission.projection,
                    together=partial(corked, self.base_send),
                    tag=admission.tag,
                    guard=admission.guard,
                )
                start = await self.connection.find(admission.stream, self._cursor())
            await self.connection.begin(start)
        except Refused as refusal:
            if refusal.sentence:
                await self._send_text(dumps(self.error_frame(BadFrame(refusal.sentence), {})))
            await self.close(refusal.code)
        except DatabaseError:
            logger.exception("A socket could not join its stream")
            await self.close(SERVER_ERROR)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            with backpressure(send) as send_and_wait, suppress(ClientGone):
                await super().__call__(scope, receive, send_and_wait)
        finally:
            # Also if the server ends a consumer that is still joining.
            if self.connection is not None:
                self.connection.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.connection is None:
            return
        frame: dict[str, Any] = {}
        try:
            frame = _parse(text_data)
            await self._handle(frame)
        except BadFrame as error:
            await self._send_text(dumps(self.error_frame(error, frame)))

    async def _handle(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "ack", "seq": int(seq)} if not isinstance(seq, bool) and seq >= 0:
                if self.connection is not None:
                    self.connection.acknowledged(seq)
            case {"type": "ack"}:
                raise BadFrame("An ack needs a seq, a whole number from 0.")
            case {"type": "ping"}:
                await self._send_text(dumps(self.pong_frame(_stamp(frame.get("t")))))
            case _:
                await self.receive_frame(frame)

    async def _end(self, code: int) -> None:
        try:
            async with asyncio.timeout(_CLOSE_TIMEOUT):
                await self.close(code)
        except TimeoutError:
            abort(self.base_send)

    def _cursor(self) -> Cursor | None:
        return Cursor.given(self.query.get("after"))

    async def _send_text(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})


def _stamp(given: object) -> float | str | None:
    """The value of a ping that its pong returns; it is optional."""
    if given is None:
        return None
    if not isinstance(given, int | float | str) or len(text := str(given)) > 64:
        raise BadFrame("A ping's t is a number or a short text.")
    if not text.isascii() or text in {"nan", "inf", "-inf"}:
        raise BadFrame("A ping's t is a number or a short ASCII text.")
    return given


def _parse(text: str | None) -> dict[str, Any]:
    if text is None:
        raise BadFrame("Send text frames, not binary ones.")
    if len(text.encode()) > FRAME_BYTES:
        raise BadFrame("That frame is too large.")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("That frame is not JSON.") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        raise BadFrame('A frame is a JSON object with a "type".')
    return frame
