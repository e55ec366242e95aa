"""The flat shape that all events share on the wire, and its limit in size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, JsonValue, WithJsonSchema

from streaming.entry import dumps

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

type Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
type Json = dict[str, JsonValue]


class Result(BaseModel):
    """A closed JSON object: a field is left out while it has its default."""

    # Most processes use few of them: each is built when it is first used.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def as_json(self) -> Json:
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def as_text(self) -> str:
        """The same as compact JSON, faster than through `as_json`."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


class Event(BaseModel):
    """`event_type` is what the log stores as the type; the other fields, without nulls, are its data."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    event_type: str
    result: Result | None = None

    @property
    def subject(self) -> str | None:
        """What the event is about, for those who read only that of a person's stream."""
        return None

    def record(self) -> tuple[str, dict[str, Any]]:
        """Its type and data in the log. A result that would make the event too large is cut, and says so."""
        data = self.model_dump(mode="json", exclude={"event_type", "result"}, exclude_none=True)
        if self.result is not None:
            data["result"] = self.result.as_json()
        for limits in _LIMITS:
            if _fits(data):
                return self.event_type, data
            data = _cut(data, limits)
            data["result"] = {**data.get("result", {}), "truncated": True}
        return self.event_type, data if _fits(data) else {**data, "result": {"truncated": True}}


@dataclass(frozen=True, slots=True)
class _Limits:
    """What is left of a too large event: characters of a text, items of a list, keys of an object."""

    text: int
    items: int
    keys: int


_LIMITS = (_Limits(4_000, 50, 100), _Limits(400, 10, 20), _Limits(80, 3, 20))


def _fits(data: dict[str, Any]) -> bool:
    return len(dumps(data).encode()) <= EVENT_BYTES - _FRAME_BYTES


def _cut(value: Any, limits: _Limits) -> Any:
    match value:
        case dict():
            # HTML cannot be cut without breaking it; who needs it reads the message.
            kept = islice(((key, inner) for key, inner in value.items() if key != "html"), limits.keys)
            return {key[: limits.text]: _cut(inner, limits) for key, inner in kept}
        case list():
            return [_cut(inner, limits) for inner in value[: limits.items]]
        case str() if len(value) > limits.text:
            return value[: limits.text] + "…"
        case _:
            return value
