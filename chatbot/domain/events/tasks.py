"""Changes of tasks, by whichever way they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from streaming.entry import dumps

from .frame import EVENT_BYTES, Event

_OTHER_BYTES = 4_096  # of an event, beside its tasks


class TaskEvent(Event):
    task_id: UUID
    message: str
    result: dict[str, Any]


class TaskCreated(TaskEvent):
    """`result` is the task as the API shows it."""

    event_type: Literal["task_created"] = "task_created"


class TaskUpdated(TaskEvent):
    """`result` is the task as the API shows it."""

    event_type: Literal["task_updated"] = "task_updated"


class TaskDeleted(TaskEvent):
    """`result` is `{"id", "number", "title"}`."""

    event_type: Literal["task_deleted"] = "task_deleted"


class TasksEvent(Event):
    """Several tasks changed together; `result` is `{"tasks": [the result of each one's own event]}`."""

    count: int
    message: str
    result: dict[str, list[dict[str, Any]]]


class TasksCreated(TasksEvent):
    event_type: Literal["tasks_created"] = "tasks_created"


class TasksUpdated(TasksEvent):
    event_type: Literal["tasks_updated"] = "tasks_updated"


class TasksDeleted(TasksEvent):
    event_type: Literal["tasks_deleted"] = "tasks_deleted"


_Merged = type[TasksCreated] | type[TasksUpdated] | type[TasksDeleted]
_MERGED: dict[type[Event], tuple[_Merged, str]] = {
    TaskCreated: (TasksCreated, "Created"),
    TaskUpdated: (TasksUpdated, "Updated"),
    TaskDeleted: (TasksDeleted, "Deleted"),
}


def merge_task_events(events: Iterable[Event]) -> Iterator[Event]:
    """The same events in order, with one for neighbours that tell the same of different tasks.

    Tasks that would make an event larger than `EVENT_BYTES` go to a further one.
    """
    for kind, alike in groupby(events, key=type):
        if kind not in _MERGED:
            yield from alike
            continue
        merged, verb = _MERGED[kind]
        for part in _parts(alike):
            if len(part) == 1:
                yield part[0]
            else:
                tasks = [event.result for event in part]
                yield merged(count=len(tasks), message=f"{verb} {len(tasks)} tasks", result={"tasks": tasks})


def _parts(events: Iterable[Any]) -> Iterator[Sequence[TaskEvent]]:
    part: list[TaskEvent] = []
    size = 0
    for event in events:
        length = len(dumps(event.result).encode()) + 1
        if part and size + length > EVENT_BYTES - _OTHER_BYTES:
            yield part
            part, size = [], 0
        part.append(event)
        size += length
    yield part
