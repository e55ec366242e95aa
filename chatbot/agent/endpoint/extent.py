"""Measure the length of an answer while it is streamed: text, thinking and tool calls, for both APIs."""

from __future__ import annotations

from typing import Any

_OF_THE_API = {"role", "type", "finish_reason", "status"}


def characters_in(sent: dict[str, Any]) -> int:
    """Characters that an object adds to the answer; an object that only repeats earlier ones adds none."""
    added = sent.get("item") if sent.get("type") == "response.output_item.added" else None
    return sum(_characters(part) for part in (sent.get("choices"), sent.get("delta"), added))


def _characters(value: Any) -> int:
    match value:
        case str():
            return len(value)
        case list():
            return sum(map(_characters, value))
        case dict():
            return sum(_characters(inner) for key, inner in value.items() if key not in _OF_THE_API)
        case _:
            return 0
