"""How the log looks on the chat's wire: one flat JSON object a frame, with every key."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from chatbot.domain.events import FIELDS
from chatbot.wire.frames import ConnectionEstablished, Heartbeat, HeartbeatResult, StreamReset
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection, dumps
from streaming.log import iso

_NULLS: dict[str, Any] = dict.fromkeys(FIELDS)


class ChatProjection(Projection):
    """The frames of one user's chat; `chat_projection` gives it."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id

    def event(self, entry: Entry) -> str:
        return self._frame(entry.type, entry.seq, str(entry.cursor), entry.at, entry.data)

    def live(self, frame: LiveFrame) -> str:
        return self._frame(frame.type, None, None, _now(), frame.data)

    def established(self, cursor: Cursor) -> str:
        kind, data = ConnectionEstablished().record()
        return self._frame(kind, cursor.seq, str(cursor), _now(), data)

    def heartbeat(self, cursor: Cursor, interval: float) -> str:
        kind, data = Heartbeat(result=HeartbeatResult(interval=interval)).record()
        return self._frame(kind, cursor.seq, None, _now(), data)

    def reset(self, cursor: Cursor) -> str:
        kind, data = StreamReset().record()
        return self._frame(kind, cursor.seq, str(cursor), _now(), data)

    def _frame(self, kind: str, seq: int | None, cursor: str | None, at: str, data: dict[str, Any]) -> str:
        stream = {"event_type": kind, "seq": seq, "id": cursor, "at": at, "user_id": self.user_id}
        return dumps({**stream, **_NULLS, **data})


def _now() -> str:
    return iso(datetime.now(UTC))


@lru_cache(maxsize=10_000)
def chat_projection(user_id: str) -> ChatProjection:
    """One object for all connections of a user, so that each frame is encoded once for all of them."""
    return ChatProjection(user_id)
