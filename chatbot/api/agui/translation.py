"""The events of a run in the terms of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ag_ui.core import (
    BaseEvent,
    CustomEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)

from chatbot.api.completions.chunks import Sent
from chatbot.domain.journal.approvals import DECLINED, EXPIRED
from streaming.entry import dumps

from .given import Known, text_id

_SAID_OTHERWISE = {"message_created", "message_complete"}  # the text itself is sent


class Translation:
    """Translates events in their order, and leaves out what the client has.

    The reply is a message for each stretch between tool calls, so that a client shows both in their order.
    """

    def __init__(self, reply_id: str, known: Known) -> None:
        self._reply_id = reply_id
        self._known = known
        self._sent = Sent(known.text)
        self._length = len(known.text)
        self._open = ""  # the id of the message that is being written
        self._calls: set[str] = set()  # that were announced in this stream

    def event(self, kind: str, data: dict[str, Any]) -> Iterator[BaseEvent]:
        result = data.get("result") or {}
        match kind:
            case "message_delta":
                yield from self._text(self._sent.put(result["offset"], result["text"]))
            case "run_retrying":
                self._sent.put(0, "")  # it is written from the beginning again
                yield _custom(kind, data)
            case "tool_starting":
                yield from self._call(data, dumps(result.get("arguments", {})))
            case "tool_complete":
                yield from self._result(data, result)
            case "tool_error":
                yield from self._result(data, {"error": data["error"]})
            case "approval_resolved" if result.get("decision") != "approved":
                yield _custom(kind, data)
                yield from self._result(data, EXPIRED if result.get("decision") == "expired" else DECLINED)
            case _ if kind not in _SAID_OTHERWISE:
                yield _custom(kind, data)

    def misses(self, kind: str, data: dict[str, Any]) -> bool:
        """Whether what is stored may have more: the reply was begun, or some text before this was missed."""
        if kind == "message_created":
            return str(data["message_id"]) == self._reply_id
        return kind == "message_delta" and self._sent.misses(data["result"]["offset"])

    def stored(self, text: str) -> Iterator[BaseEvent]:
        """What the reply's stored text has beyond that which was sent."""
        yield from self._text(self._sent.stored(text))

    def finish(self, text: str) -> Iterator[BaseEvent]:
        """The rest of the reply, whose whole text so far is given."""
        yield from self._text(self._sent.complete(text) if text else "")
        yield from self._end_text()

    def _text(self, piece: str) -> Iterator[BaseEvent]:
        if not piece:
            return
        if not self._open:
            self._open = text_id(self._reply_id, self._length)
            yield TextMessageStartEvent(message_id=self._open, role="assistant")
        self._length += len(piece)
        yield TextMessageContentEvent(message_id=self._open, delta=piece)

    def _end_text(self) -> Iterator[BaseEvent]:
        if self._open:
            yield TextMessageEndEvent(message_id=self._open)
            self._open = ""

    def _call(self, data: dict[str, Any], arguments: str) -> Iterator[BaseEvent]:
        """Without arguments if the client has the call: a call that is started again is the same one."""
        call_id = data["call_id"]
        if call_id in self._calls:
            return
        yield from self._end_text()
        self._calls.add(call_id)
        yield ToolCallStartEvent(tool_call_id=call_id, tool_call_name=data["tool"])
        if call_id not in self._known.calls:
            yield ToolCallArgsEvent(tool_call_id=call_id, delta=arguments)
        yield ToolCallEndEvent(tool_call_id=call_id)

    def _result(self, data: dict[str, Any], output: dict[str, Any]) -> Iterator[BaseEvent]:
        call_id = data["call_id"]
        yield from self._call(data, "")
        if call_id not in self._known.results:
            yield ToolCallResultEvent(
                message_id=f"{call_id}:result", tool_call_id=call_id, role="tool", content=dumps(output)
            )


def _custom(kind: str, data: dict[str, Any]) -> CustomEvent:
    """An event of ours that the protocol has no event for."""
    return CustomEvent(name=f"lockstep.{kind}", value=data)
