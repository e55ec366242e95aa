"""The chat socket's contract for a frame, and for the frames of one connection together."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

type Frame = dict[str, Any]

KEYS = (
    "event_type seq id at user_id conversation_id run_id attempt message_id tool call_id task_id count "
    "message result error"
).split()
LAST = {"agent_done", "run_failed", "run_cancelled"}
TYPES = LAST | set(
    """
    connection_established agent_thinking tool_starting tool_progress tool_complete tool_error
    run_queued run_retrying message_created message_delta message_complete
    approval_requested approval_resolved tool_undone
    task_created task_updated task_deleted tasks_created tasks_updated tasks_deleted
    conversation_updated conversation_deleted
    plan_update step_update agent_message heartbeat stream_reset
    """.split()
)
# These are about the connection, and have no position of their own in the stream.
OUTSIDE = {"connection_established", "message_delta", "heartbeat", "stream_reset"}
LARGEST = 64 * 1024

CURSOR = re.compile(r"(?P<epoch>[^:\s]+):(?P<seq>\d+)")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")


def parse(text: str | bytes) -> Frame:
    """Parse and return the frame; every field must conform to the contract."""
    assert isinstance(text, str), "a frame is text"
    frame = json.loads(text)
    assert isinstance(frame, dict), frame
    match frame.get("event_type"):
        case "pong":
            assert set(frame) == {"event_type", "t"}, frame
        case "error":
            assert set(frame) <= set(KEYS), frame
            assert is_line(frame["error"]), frame
        case _:
            check(frame)
            assert len(text.encode()) <= LARGEST, f"{len(text.encode())} bytes"
    return frame


def check(frame: Frame) -> None:
    assert set(frame) == set(KEYS), f"keys {set(frame) ^ set(KEYS)} in {frame}"
    assert frame["event_type"] in TYPES, frame
    for key, value in frame.items():
        assert value is None or FIELDS[key](value), f"{key} of {frame}"
    if is_event(frame):
        assert frame["id"], frame
        assert cursor_seq(frame["id"]) == frame["seq"], frame
        assert frame["at"], frame
        assert frame["user_id"], frame
    if frame["event_type"] == "message_delta":
        assert (frame["seq"], frame["id"]) == (None, None), "a delta has no place in the stream"
        assert frame["run_id"], frame
        assert frame["attempt"], frame
        assert frame["message_id"], frame
        assert set(frame["result"]) == {"offset", "text"}, frame
        assert is_count(frame["result"]["offset"]), frame
        assert frame["result"]["text"], frame


def is_event(frame: Frame) -> bool:
    """Whether the frame is an entry of the stream's log."""
    return frame["event_type"] in TYPES - OUTSIDE


def cursor_seq(cursor: str) -> int:
    match = CURSOR.fullmatch(cursor)
    assert match, f"{cursor!r} is no cursor"
    return int(match["seq"])


def is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def is_uuid(value: Any) -> bool:
    return isinstance(value, str) and str(UUID(value)) == value


def is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


FIELDS = {
    "event_type": is_name,
    "seq": is_count,
    "id": lambda value: isinstance(value, str) and CURSOR.fullmatch(value),
    "at": lambda value: isinstance(value, str) and UTC.fullmatch(value),
    "user_id": is_uuid,
    "conversation_id": is_uuid,
    "run_id": is_uuid,
    "attempt": lambda value: is_count(value) and value > 0,
    "message_id": is_uuid,
    "tool": is_name,
    "call_id": is_name,
    "task_id": is_uuid,
    "count": is_count,
    "message": is_line,
    "result": lambda value: isinstance(value, dict),
    "error": is_line,
}


@dataclass
class Reply:
    """A message that is being written, composed of its deltas."""

    attempt: int = 0
    text: str = ""
    has_gap: bool = False

    def add(self, attempt: int, offset: int, text: str) -> None:
        assert attempt >= self.attempt, "a delta of an attempt that is over"
        if attempt > self.attempt:
            self.attempt, self.text, self.has_gap = attempt, "", False
        if offset > len(self.text):
            self.has_gap = True
        if not self.has_gap:
            known = self.text[offset:]
            assert text.startswith(known) or known.startswith(text), "a delta contradicts an earlier one"
            self.text += text[len(known) :]


@dataclass
class Reading:
    """The frames of one connection so far, or of several that resume from each other's cursors."""

    user_id: str
    seq: int | None = None
    has_holes: bool = False  # if some types of events are filtered
    frames: list[Frame] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=lambda: defaultdict(Reply))
    ended: dict[str, str] = field(default_factory=dict)
    # The calls that have started and not ended, of runs that were followed from their start.
    open_calls: dict[str, set[str]] = field(default_factory=dict)

    @property
    def events(self) -> list[Frame]:
        return [frame for frame in self.frames if is_event(frame)]

    def add(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame["event_type"] in {"pong", "error"}:
            return
        assert frame["user_id"] in {None, self.user_id}, "a frame of somebody else"
        if frame["event_type"] == "stream_reset":
            self.seq = cursor_seq(frame["id"])
        if is_event(frame):
            is_next = self.seq is None or frame["seq"] == self.seq + 1
            assert is_next or (self.has_holes and frame["seq"] > self.seq), f"{frame['seq']} after {self.seq}"
            self.seq = frame["seq"]
        if frame["run_id"]:
            self._add_to_run(frame["run_id"], frame)

    def _add_to_run(self, run_id: str, frame: Frame) -> None:
        assert run_id not in self.ended, f"{frame['event_type']} after {self.ended[run_id]}"
        match frame["event_type"]:
            case "message_delta":
                self.replies[frame["message_id"]].add(frame["attempt"], **frame["result"])
            case "run_queued":
                self.open_calls[run_id] = set()
            case tool if tool.startswith("tool_") and run_id in self.open_calls:
                self._add_to_call(self.open_calls[run_id], tool, frame["call_id"])
            case "message_complete":
                self._compare(frame)
            case last if last in LAST:
                assert last != "agent_done" or not self.open_calls.get(run_id), "a call has no end"
                self.ended[run_id] = last

    @staticmethod
    def _add_to_call(calls: set[str], event_type: str, call_id: str) -> None:
        if event_type == "tool_starting":
            assert call_id not in calls, "a call began twice"
            calls.add(call_id)
        else:
            assert call_id in calls, f"{event_type} of a call that did not begin"
        if event_type in {"tool_complete", "tool_error"}:
            calls.remove(call_id)

    def _compare(self, frame: Frame) -> None:
        reply = self.replies.get(frame["message_id"])
        whole = not frame["result"].get("truncated")
        if reply and (frame["attempt"] or 0) > reply.attempt:
            return  # the deltas are of an earlier attempt; the last one has sent none
        if reply and not reply.has_gap and whole:
            assert reply.text == frame["result"]["content"], "the deltas are not the message"
