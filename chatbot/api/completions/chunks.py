"""A reply as Server-Sent Events, in the chunks of OpenAI's API, while it is written."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import UUID

from chatbot.api.rest.event_stream import KEEP_ALIVE
from chatbot.api.rest.waiting import SETTLING
from chatbot.models import Message
from streaming.cursor import Cursor
from streaming.database import query
from streaming.entry import Entry, LiveFrame, Projection, dumps
from streaming.guard import Guard
from streaming.http import server_sent_events


class ReplyFrames(Projection):
    """The text of one run's reply, and when the run finishes or waits for a person."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id

    def event(self, entry: Entry) -> str | None:
        if entry.data.get("run_id") != self._run_id:
            return None
        if entry.type == "run_retrying":
            return dumps({"offset": 0, "text": ""})  # it is written from the beginning again
        return dumps({"finished": True}) if entry.type in SETTLING else None

    def live(self, frame: LiveFrame) -> str | None:
        if frame.type != "message_delta" or frame.data.get("run_id") != self._run_id:
            return None
        return dumps(frame.data["result"])

    def established(self, cursor: Cursor) -> str | None:
        return None

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return dumps({})

    def reset(self, cursor: Cursor) -> str | None:
        return dumps({"finished": True})  # the state of the run says more


class Sent:
    """What was sent of a text: it cannot be taken back, so only what continues it is sent."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._sent = text

    def put(self, offset: int, text: str) -> str:
        """Returns what can be sent of a piece; a piece after one that was missed waits for the whole text."""
        if offset <= len(self._text):
            self._text = self._text[:offset] + text
        return self._rest(self._text)

    def misses(self, offset: int) -> bool:
        """Whether a piece that begins there comes after one that was missed."""
        return offset > len(self._text)

    def stored(self, text: str) -> str:
        """Returns what can be sent of a text that is stored, which may be older than the last piece."""
        return self.put(0, text) if len(text) > len(self._text) else ""

    def complete(self, text: str) -> str:
        """What is left of the whole text: all of it, if it is another one by now."""
        return self._rest(text) if text.startswith(self._sent) else f"\n\n{text}"

    def _rest(self, text: str) -> str:
        if not text.startswith(self._sent):
            return ""
        rest, self._sent = text[len(self._sent) :], text
        return rest


async def pieces(
    run_id: str, stream: str, after: Cursor, sent: Sent, *, tag: str, guard: Guard | None
) -> AsyncGenerator[str]:
    """The pieces of text until the run finishes or waits, with "" now and then while nothing is written."""
    frames = server_sent_events(stream, after, ReplyFrames(run_id), tag=tag, guard=guard)
    async with aclosing(frames) as opened:
        async for frame in opened:
            given: dict[str, Any] = json.loads(frame)
            if given.get("finished"):
                return
            # Pieces of text are not in the log: who comes late, or misses one, reads what is stored.
            if not given or sent.misses(given["offset"]):
                yield sent.stored(await query(stored_text, UUID(run_id)))
            if given and (piece := sent.put(given["offset"], given["text"])):
                yield piece


def stored_text(run_id: UUID) -> str:
    """The reply of a run, as far as it is stored."""
    return Message.objects.filter(run=run_id).values_list("content", flat=True).first() or ""


def sse(data: dict[str, Any] | None) -> str:
    """`None` is a sign of life."""
    return KEEP_ALIVE if data is None else f"data: {dumps(data)}\n\n"
