from __future__ import annotations

import builtins
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal, TypeAliasType, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from chatbot.domain import events
from chatbot.domain.events import (
    EVENTS,
    FIELDS,
    LIVE_EVENTS,
    DeletedTasks,
    Event,
    Json,
    LiveEvent,
    TasksResult,
    ToolOutput,
)
from chatbot.domain.events.frame import EVENT_BYTES
from chatbot.domain.markdown import render_markdown
from chatbot.wire.projection import ChatProjection
from streaming.entry import Entry

TYPES = [*EVENTS.values(), *LIVE_EVENTS.values()]
TEXT = "🦊" * 2_000
CONTENT = "<🦊>&\x01\x02\x03\x04" * 1_250  # 10,000 characters, in the worst encoding
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


class Heavy(ToolOutput):
    data: Json


def results_of(kind: type[Event]) -> list[Any]:
    """The smallest and the largest result of the type."""
    annotation: Any = kind.model_fields["result"].annotation
    if not isinstance(annotation, type):
        return [None]
    if annotation is ToolOutput:
        return [ToolOutput(), *(Heavy(data=data) for data in (HEAVY, FRAGMENTED))]
    if annotation in {TasksResult, DeletedTasks}:  # a larger one is split: `test_task_events`
        return [annotation(tasks=[]), annotation(tasks=sample(annotation, HEAVY).tasks[:5])]
    return [sample(annotation, json) for json in ({}, HEAVY, FRAGMENTED)]


def sample(kind: Any, json: dict[str, Any]) -> Any:
    """A value of the type: the smallest one, or, with any JSON in it, the largest one."""
    match kind:
        case TypeAliasType():
            return json if kind is Json else sample(kind.__value__, json)
        case type() if issubclass(kind, BaseModel):
            return kind(**{name: field_of(name, field, json) for name, field in kind.model_fields.items()})
        case type() if issubclass(kind, Enum):
            return next(iter(kind))
    match get_origin(kind), get_args(kind):
        case builtins.list, (item,):
            return [sample(item, json)] * (50 if json else 0)
        case None, _:
            texts = {str: TEXT if json else ""}
            return {
                **texts,
                int: 1,
                bool: True,
                UUID: uuid4(),
                datetime: datetime.now(UTC),
                date: date(2026, 1, 1),
            }[kind]
        case origin, (first, *_):
            return first if origin is Literal else sample(first, json)


def field_of(name: str, field: FieldInfo, json: dict[str, Any]) -> Any:
    match name:
        case "content" if json:
            return CONTENT
        case "html" if json:
            return render_markdown(CONTENT)
        case "title" | "change":
            return "🦊" * (255 if json else 1)
    return sample(field.annotation, json)


def made(kind: type[Event], result: Any) -> Event:
    given = {name: value for name, value in VALUES.items() if name in kind.model_fields}
    return kind(**given, **({} if result is None else {"result": result}))


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_type_is_closed_and_uses_the_names_of_the_wire(kind: type[Event]) -> None:
    assert set(kind.model_fields) <= {"event_type", *FIELDS}
    for result in results_of(kind):
        event = made(kind, result)
        with pytest.raises(ValidationError):
            kind.model_validate({**event.model_dump(), "surprise": 1})
        with pytest.raises(ValidationError):
            event.event_type = "other"


def test_names_of_types_are_unique() -> None:
    named = {kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event)}
    assert named - {Event, LiveEvent} == set(TYPES)
    assert len(EVENTS) == 38
    assert EVENTS.keys() > events.LAST_EVENTS


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_frame_has_at_most_64_kilobytes(kind: type[Event]) -> None:
    projection = ChatProjection(str(uuid4()))
    for result in results_of(kind):
        name, data = made(kind, result).record()
        frame = projection.event(Entry("0123abcd", 2**53, name, "2026-11-21T09:30:00.000Z", data))
        assert len(frame.encode()) <= EVENT_BYTES


def test_a_result_that_fits_is_not_cut() -> None:
    given = {"tasks": [{"title": "🦊" * 255}] * 50, "count": 50}
    call = {
        name: VALUES[name] for name in ("conversation_id", "run_id", "attempt", "tool", "call_id", "message")
    }
    _, data = events.ToolComplete(**call, result=Heavy(data=given)).record()
    assert data["result"] == {"data": given}


def test_a_result_that_is_cut_says_so_and_keeps_what_it_can() -> None:
    given = {"tasks": [{"number": number, "title": "x" * 3_000} for number in range(50)], "count": 50}
    call = {
        name: VALUES[name] for name in ("conversation_id", "run_id", "attempt", "tool", "call_id", "message")
    }
    _, data = events.ToolComplete(**call, result=Heavy(data=given)).record()
    result = data["result"]
    assert (result["truncated"], result["data"]["count"]) == (True, 50)
    assert [task["number"] for task in result["data"]["tasks"]] == list(range(10))
    assert data["message"] == VALUES["message"][:400] + "…"


def test_a_message_that_is_cut_has_valid_html() -> None:
    heavy = results_of(events.MessageComplete)[1]
    _, data = made(events.MessageComplete, heavy).record()
    assert data["result"]["truncated"] is True
    assert "html" not in data["result"]
    assert CONTENT.startswith(data["result"]["content"].removesuffix("…"))
