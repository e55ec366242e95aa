"""The format in which the journal stores an answer, and its parser."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .answer import Answer, Finish, Item, MadeCall, Reasoning, Text, Usage
from .untyped_json import count_in, list_in, mapping_in, text_in

_FINISHES: dict[str, Finish] = {"length": "length", "content_filter": "content_filter"}


def recordable(answer: Answer) -> dict[str, Any]:
    """JSON in the shape of a `Response` of the Responses API, with only what a replay needs."""
    recorded: dict[str, Any] = {
        "model": answer.model,
        "finish": answer.finish,
        "output": [_recorded_item(item) for item in answer.items],
    }
    if answer.usage is not None:
        counts = {count.name: getattr(answer.usage, count.name) for count in fields(Usage)}
        recorded["usage"] = {name: count for name, count in counts.items() if count is not None}
    return recorded


def read_recorded(recorded: Any) -> Answer:
    """Parse a stored answer, also one of earlier versions, which stored the SDK's `Response`.

    Never raises: unknown parts are left out, so that every run can be resumed from its journal.
    """
    entries = list_in(recorded, "output")
    given = mapping_in(recorded, "usage")
    counts = {count.name: count_in(given, count.name) for count in fields(Usage)}
    return Answer(
        items=[item for entry in entries if (item := _read_item(entry)) is not None],
        finish=_FINISHES.get(text_in(recorded, "finish"), "stop"),
        usage=Usage(**counts) if given else None,
        model=text_in(recorded, "model"),
    )


def _recorded_item(item: Item) -> dict[str, Any]:
    match item:
        case Text():
            return {"type": "message", "content": [{"type": "output_text", "text": item.text}]}
        case Reasoning():
            return {"type": "reasoning", "fields": item.fields, "model": item.model}
        case MadeCall():
            call = {"call_id": item.call_id, "name": item.name, "arguments": item.arguments}
            return {"type": "function_call", **call, **({"extra": item.extra} if item.extra else {})}


def _read_item(entry: Any) -> Item | None:
    match text_in(entry, "type"):
        case "message":
            parts = list_in(entry, "content")
            text = "".join(text_in(part, "text") or text_in(part, "refusal") for part in parts)
            return Text(text) if text else None
        case "function_call" if (call_id := text_in(entry, "call_id")) and (name := text_in(entry, "name")):
            arguments = text_in(entry, "arguments") or "{}"
            return MadeCall(name, arguments, call_id, mapping_in(entry, "extra") or None)
        case "reasoning" if fields := mapping_in(entry, "fields"):
            return Reasoning(fields, text_in(entry, "model"))
        case _:
            return None
