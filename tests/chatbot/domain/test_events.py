from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from chatbot.domain import events
from chatbot.domain.events import FIELDS, Event, MessageResult, PlanResult
from chatbot.domain.events.frame import EVENT_BYTES
from chatbot.domain.events.tasks import TasksEvent
from chatbot.domain.markdown import render_markdown
from chatbot.wire.projection import ChatProjection
from streaming.entry import Entry

TYPES: list[type[Event]] = [
    kind
    for name in events.__all__
    if isinstance(kind := getattr(events, name), type) and issubclass(kind, Event) and kind is not Event
]
CONTENT = "<🦊>&\x01\x02\x03\x04" * 1_250  # 10,000 characters, as unfavourable as they come
HEAVY: dict[str, Any] = {
    "text": "🦊" * 20_000,
    "control": "\x01" * 50_000,
    "list": ["🦊" * 5_000] * 60,
    "tasks": [{"number": 1, "title": "🦊" * 255, "description": "🦊" * 2_000, "tags": ["🦊" * 50] * 20}] * 50,
    "nested": {"a": [{"b": ["🦊" * 50] * 30}] * 30},
    **{f"{'k' * 500}{number}": number for number in range(200)},
}
FRAGMENTED: dict[str, Any] = {"a": [[[[[["🦊" * 100] * 5] * 5] * 5] * 5] * 5] * 20}
VALUES: dict[str, Any] = {
    "conversation_id": uuid4(),
    "run_id": uuid4(),
    "message_id": uuid4(),
    "task_id": uuid4(),
    "attempt": 3,
    "tool": "complete_all_tasks",
    "call_id": "c" * 255,
    "count": 2**31 - 1,
    "message": "🦊" * 500,
    "error": "🦊" * 500,
}


def results_of(kind: type[Event]) -> list[Any]:
    """The smallest and the heaviest results that the type takes."""
    if "result" not in kind.model_fields:
        return [None]
    annotation = kind.model_fields["result"].annotation
    if annotation is MessageResult:
        html = render_markdown(CONTENT)
        at = datetime.now(UTC)
        return [
            MessageResult(role="user", content=text, html=html, position=1, created_at=at)
            for text in ("", CONTENT)
        ]
    if annotation is PlanResult:
        said: dict[str, Any] = {
            "agent_name": "Planner",
            "message_type": "result",
            "status": "completed",
            "timestamp": "now",
        }
        plan = {"status": "draft", "version": 1, "title": "🦊" * 255}
        step = {"id": str(uuid4()), "position": 1, "status": "planned"}
        return [
            PlanResult(plan_id=uuid4(), content="", **said),
            PlanResult(plan_id=uuid4(), content="🦊" * 50_000, plan=plan, step=step, **said),
        ]
    if annotation == dict[str, int]:
        return [{"part": 1, "total": 2}]
    if annotation == dict[str, bool]:
        return [{"withdrawn": True}]
    if issubclass(kind, TasksEvent):  # a larger one is told in parts: `test_task_events`
        return [{"tasks": []}, {"tasks": HEAVY["tasks"][:5]}]
    if annotation == dict[str, str]:
        return [{"id": "x"}, {"response": "🦊" * 20_000}]
    return [{}, HEAVY, FRAGMENTED]


def made(kind: type[Event], result: Any) -> Event:
    given = {name: value for name, value in VALUES.items() if name in kind.model_fields}
    return kind(**given, **({} if result is None else {"result": result}))


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_type_is_closed_and_speaks_the_words_of_the_wire(kind: type[Event]) -> None:
    assert set(kind.model_fields) <= {"event_type", *FIELDS}
    for result in results_of(kind):
        event = made(kind, result)
        with pytest.raises(ValidationError):
            kind.model_validate({**event.model_dump(), "surprise": 1})
        with pytest.raises(ValidationError):
            event.event_type = "other"


def test_no_two_types_have_one_name() -> None:
    names = [kind.model_fields["event_type"].default for kind in TYPES]
    assert len(set(names)) == len(names) == 26
    assert set(names) > events.LAST_EVENTS


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_frame_has_at_most_64_kilobytes(kind: type[Event]) -> None:
    projection = ChatProjection(str(uuid4()))
    for result in results_of(kind):
        name, data = made(kind, result).record()
        frame = projection.event(Entry("0123abcd", 2**53, name, "2026-11-21T09:30:00.000Z", data))
        assert len(frame.encode()) <= EVENT_BYTES


def test_a_result_that_fits_is_whole() -> None:
    given = {"tasks": [{"title": "🦊" * 255}] * 50, "count": 50}
    call = {
        name: VALUES[name] for name in ("conversation_id", "run_id", "attempt", "tool", "call_id", "message")
    }
    _, data = events.ToolComplete(**call, result=given).record()
    assert data["result"] == given


def test_a_result_that_is_cut_says_so_and_keeps_what_it_can() -> None:
    given = {"tasks": [{"number": number, "title": "x" * 3_000} for number in range(50)], "count": 50}
    call = {
        name: VALUES[name] for name in ("conversation_id", "run_id", "attempt", "tool", "call_id", "message")
    }
    _, data = events.ToolComplete(**call, result=given).record()
    assert (data["result"]["truncated"], data["result"]["count"]) == (True, 50)
    assert [task["number"] for task in data["result"]["tasks"]] == list(range(10))
    assert data["message"] == VALUES["message"][:400] + "…"


def test_a_message_that_is_cut_has_no_half_html() -> None:
    (_, heavy) = results_of(events.MessageComplete)
    _, data = made(events.MessageComplete, heavy).record()
    assert data["result"]["truncated"] is True
    assert "html" not in data["result"]
    assert CONTENT.startswith(data["result"]["content"].removesuffix("…"))
