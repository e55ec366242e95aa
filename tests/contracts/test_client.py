"""Tests the client itself: it must reject what breaks the contract."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.contracts.frames import KEYS, Frame, Reading, parse
from tests.subtests import as_subtests

USER, RUN, REPLY = (str(uuid4()) for _ in range(3))


def frame(event_type: str, seq: int | None, **fields: Any) -> Frame:
    known = {"event_type": event_type, "seq": seq, "id": seq and f"epoch:{seq}", "user_id": USER}
    return {**dict.fromkeys(KEYS), **known, "at": "2026-01-01T00:00:00.000Z", "run_id": RUN, **fields}


def delta(offset: int, text: str, attempt: int = 1) -> Frame:
    result = {"offset": offset, "text": text}
    return frame("message_delta", None, message_id=REPLY, attempt=attempt, result=result)


def complete(seq: int, content: str) -> Frame:
    return frame("message_complete", seq, message_id=REPLY, result={"content": content})


def read(*frames: Frame) -> Reading:
    reading = Reading(USER, 0)
    for each in frames:
        reading.add(parse(json.dumps(each)))
    return reading


def test_run_is_read() -> None:
    reading = read(
        frame("run_queued", 1),
        frame("tool_starting", 2, tool="list_tasks", call_id="a", message="Searching your tasks..."),
        frame(
            "tool_complete", 3, tool="list_tasks", call_id="a", message="Found 0 tasks", count=0, result={}
        ),
        delta(0, "You h"),
        delta(3, " have"),
        delta(8, " none"),
        complete(4, "You have none"),
        frame("agent_done", 5, message="Done!", result={"response": "You have none"}),
    )

    assert reading.ended == {RUN: "agent_done"}
    assert reading.replies[REPLY].text == "You have none"


def test_new_attempt_drops_the_text_of_the_old_one() -> None:
    assert read(delta(0, "Half"), delta(0, "Whole", attempt=2)).replies[REPLY].text == "Whole"


def test_gap_in_the_text_is_detected() -> None:
    assert read(delta(0, "a"), delta(2, "c")).replies[REPLY].has_gap


@as_subtests(
    "frames",
    [
        [frame("run_queued", 2)],
        [frame("run_queued", 1), frame("agent_thinking", 1)],
        [frame("agent_done", 1), frame("agent_thinking", 2)],
        [frame("agent_done", 1), frame("run_failed", 2, error="No.")],
        [frame("agent_done", 1), delta(0, "late")],
        [frame("run_queued", 1), frame("tool_complete", 2, call_id="a")],
        [frame("run_queued", 1), frame("tool_starting", 2, call_id="a"), frame("agent_done", 3)],
        [delta(0, "abc"), delta(1, "x")],
        [delta(0, "abc"), complete(1, "abcd")],
        [frame("run_queued", 1, user_id=str(uuid4()))],
        [frame("run_queued", 1, id="epoch:2")],
        [frame("run_queued", 1, id=None)],
        [frame("run_queued", 1, at="2026-01-01T00:00:00+02:00")],
        [frame("run_queued", 1, count="3")],
        [frame("run_queued", 1, result=[])],
        [frame("run_queued", 1, message="")],
        [frame("run_unknown", 1)],
        [frame("run_queued", 1, more=1)],
        [{key: value for key, value in frame("run_queued", 1).items() if key != "tool"}],
        [frame("run_queued", 1, result={"text": "x" * 65536})],
        [{**delta(0, "x"), "seq": 1}],
    ],
)
def test_frames_that_break_the_contract_are_refused(frames: list[Frame]) -> None:
    with pytest.raises(AssertionError):
        read(*frames)
