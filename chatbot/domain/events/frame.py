"""The flat shape that all events share on the wire, and its limit in size."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from streaming.entry import dumps
from streaming.log import Record

# The keys of a frame beside those of the stream (`event_type, seq, id, at, user_id`); absent ones are null.
FIELDS = (
    "conversation_id",
    "run_id",
    "attempt",
    "message_id",
    "tool",
    "call_id",
    "task_id",
    "count",
    "message",
    "result",
    "error",
)
EVENT_BYTES = 65_536
_FRAME_BYTES = 1_024  # what the stream's own keys and the nulls may add


class Event(BaseModel):
    """`event_type` is what the log stores as the type; the other fields, without nulls, are its data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event_type: str

    def record(self) -> Record:
        """For `streaming.append`. A result that would make the event too large is cut, and says so."""
        data = self.model_dump(mode="json", exclude={"event_type"}, exclude_none=True)
        for text, items in ((4_000, 50), (400, 10), (80, 3)):
            if len(dumps(data).encode()) <= EVENT_BYTES - _FRAME_BYTES:
                break
            data["result"] = {**_cut(data.get("result", {}), text, items), "truncated": True}
        return self.event_type, data


def _cut(value: Any, text: int, items: int) -> Any:
    match value:
        case dict():
            # HTML cannot be cut without breaking it; who needs it reads the message.
            return {key: _cut(inner, text, items) for key, inner in value.items() if key != "html"}
        case list():
            return [_cut(inner, text, items) for inner in value[:items]]
        case str() if len(value) > text:
            return value[:text] + "…"
        case _:
            return value
