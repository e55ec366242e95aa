"""Parse a response of the Responses API: the events of a stream, or one object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from .answer import Answer, Finish, Item, MadeCall, Reasoning, Text, Thinking, Usage
from .faults import Fault
from .refusals import fault_in
from .request import Request
from .untyped_json import count_in, list_in, mapping_in, text_in

_TEXT = {"response.output_text.delta", "response.refusal.delta"}
_THINKING = {"response.reasoning_text.delta", "response.reasoning_summary_text.delta"}
_ENDS = {"response.completed", "response.incomplete", "response.failed"}


class ResponsesReader:
    """`feed` it each object; `answer` raises `Fault` if the answer is incomplete."""

    def __init__(self, request: Request, model: str) -> None:
        self._asked = model
        self._items: dict[tuple[int, str], dict[str, Any]] = {}
        self._text: list[str] = []
        self._response: dict[str, Any] | None = None
        self._has_started = False

    def feed(self, event: dict[str, Any]) -> Iterator[Text | Thinking]:
        if (fault := fault_in(event)) is not None:
            raise fault
        self._has_started = True
        kind = text_in(event, "type")
        if kind in _TEXT:
            self._text.append(text_in(event, "delta"))
            yield Text(self._text[-1])
        elif kind in _THINKING:
            yield Thinking(text_in(event, "delta"))
        elif kind == "error":
            raise fault_in({"error": event}) or Fault("provider_error")
        elif kind == "response.output_item.done":
            self._keep(count_in(event, "output_index") or 0, mapping_in(event, "item"))
        elif kind in _ENDS:
            self._end(mapping_in(event, "response"), kind)
        elif not kind and "output" in event:
            self._end(event, "response." + (text_in(event, "status") or "completed"))

    def answer(self, *, said_done: bool) -> Answer:
        """`said_done` if the endpoint said that the stream is over."""
        if not self._has_started:
            raise Fault("bad_response", "the answer has no content at all")
        if self._response is None and not said_done:
            raise Fault("unreachable", "the stream ended without response.completed")
        response = self._response or {}
        items = self._read_items(list_in(response, "output")) or self._read_items(
            [self._items[key] for key in sorted(self._items, key=itemgetter(0))]
        )
        if self._text and not any(isinstance(item, Text) for item in items):
            items.insert(0, Text("".join(self._text)))
        return Answer(items, _finish(response), _usage(response), text_in(response, "model"))

    def _keep(self, index: int, item: dict[str, Any]) -> None:
        """Some endpoints number no items, or all alike: a call with another id is another call."""
        self._items[index, text_in(item, "call_id") or text_in(item, "id") or json.dumps(item)] = item

    def _end(self, response: dict[str, Any], kind: str) -> None:
        if (fault := fault_in(response)) is not None:
            raise fault
        if kind == "response.failed":
            raise Fault("provider_error", "the response has failed")
        self._response = response

    def _read_items(self, entries: list[Any]) -> list[Item]:
        return [item for entry in entries if (item := self._read_item(entry)) is not None]

    def _read_item(self, entry: Any) -> Item | None:
        match text_in(entry, "type"):
            case "message":
                parts = list_in(entry, "content")
                text = "".join(text_in(part, "text") or text_in(part, "refusal") for part in parts)
                return Text(text or text_in(entry, "content"))
            case "function_call" if text_in(entry, "name"):
                return MadeCall(text_in(entry, "name"), _arguments(entry.get("arguments")))
            case "reasoning" if text_in(entry, "encrypted_content"):
                # Without its encrypted content it could only be referred to, where answers are stored.
                kept = ("type", "id", "summary", "encrypted_content")
                return Reasoning({key: entry[key] for key in kept if key in entry}, self._asked)
            case _:
                return None


def _arguments(given: Any) -> str:
    """Text; or an object, as some endpoints send them."""
    if given is None or isinstance(given, str):
        return given or ""
    return json.dumps(given, ensure_ascii=False)


def _finish(response: dict[str, Any]) -> Finish:
    if text_in(response, "status") != "incomplete":
        return "stop"
    reason = text_in(mapping_in(response, "incomplete_details"), "reason")
    return "content_filter" if reason == "content_filter" else "length"


def _usage(response: dict[str, Any]) -> Usage | None:
    given = mapping_in(response, "usage")
    if not given:
        return None
    return Usage(
        input_tokens=count_in(given, "input_tokens"),
        output_tokens=count_in(given, "output_tokens"),
        total_tokens=count_in(given, "total_tokens"),
        cached_tokens=count_in(mapping_in(given, "input_tokens_details"), "cached_tokens"),
        reasoning_tokens=count_in(mapping_in(given, "output_tokens_details"), "reasoning_tokens"),
    )
