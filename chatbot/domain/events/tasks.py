"""Changes of tasks, by whichever way they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import create_model

from chatbot.domain.tasks.fields import FIELDS, TaskField

from .frame import EVENT_BYTES, Event, Moment, Result

_OTHER_BYTES = 4_096  # of an event, beside its tasks


def type_of(field: TaskField) -> Any:
    """The type of its JSON."""
    match field.kind:
        case "line" | "text" | "repeat":
            return str
        case "choice":
            return Literal[tuple(value for value, _ in field.choices)]
        case "due":
            return Moment | None
        case "day":
            return date | None
        case "duration":
            return int | None
        case "minutes":
            return list[int]
        case "tags":
            return list[str]
        case "list" | "task":
            return UUID | None


if TYPE_CHECKING:

    class TaskResult(Result):
        def __init__(self, **values: Any) -> None: ...

else:
    TaskResult = create_model(
        "TaskResult",
        __base__=Result,
        __module__=__name__,
        __doc__="A task as the API shows it.",
        id=UUID,
        number=int,
        rank=str,
        **{name: type_of(field) for name, field in FIELDS.items()},
        due_on=date | None,
        completed=bool,
        completed_at=Moment | None,
        created_at=Moment,
        updated_at=Moment,
    )


class DeletedTask(Result):
    id: UUID
    number: int
    title: str


class TaskEvent(Event):
    task_id: UUID
    message: str
    result: TaskResult | DeletedTask


class TaskCreated(TaskEvent):
    """A task was added, or brought back."""

    event_type: Literal["task_created"] = "task_created"
    result: TaskResult


class TaskUpdated(TaskEvent):
    """A task was changed, completed or reopened."""

    event_type: Literal["task_updated"] = "task_updated"
    result: TaskResult


class TaskDeleted(TaskEvent):
    """A task was deleted."""

    event_type: Literal["task_deleted"] = "task_deleted"
    result: DeletedTask


class TaskReminder(Event):
    """A reminder of a task is due. It is sent once; the task is as it was."""

    event_type: Literal["task_reminder"] = "task_reminder"
    task_id: UUID
    message: str
    result: TaskResult


class TrashEmptied(Event):
    """Tasks in the trash were deleted for good, with their history, at the owner's wish."""

    event_type: Literal["trash_emptied"] = "trash_emptied"
    count: int
    message: str


class TasksResult(Result):
    tasks: list[TaskResult]


class DeletedTasks(Result):
    tasks: list[DeletedTask]


class TasksEvent(Event):
    """Several tasks changed together; `result.tasks` has what each one's own event would have."""

    count: int
    message: str
    result: TasksResult | DeletedTasks


class TasksCreated(TasksEvent):
    """Tasks were added, or brought back."""

    event_type: Literal["tasks_created"] = "tasks_created"
    result: TasksResult


class TasksUpdated(TasksEvent):
    """Tasks were changed, completed or reopened."""

    event_type: Literal["tasks_updated"] = "tasks_updated"
    result: TasksResult


class TasksDeleted(TasksEvent):
    """Tasks were deleted."""

    event_type: Literal["tasks_deleted"] = "tasks_deleted"
    result: DeletedTasks


_Merged = type[TasksCreated] | type[TasksUpdated] | type[TasksDeleted]
_MERGED: dict[type[Event], tuple[_Merged, Any, str]] = {
    TaskCreated: (TasksCreated, TasksResult, "Created"),
    TaskUpdated: (TasksUpdated, TasksResult, "Updated"),
    TaskDeleted: (TasksDeleted, DeletedTasks, "Deleted"),
}


def merge_task_events(events: Iterable[Event]) -> Iterator[Event]:
    """The same events in order, with one for neighbours that tell the same of different tasks.

    Tasks that would make an event larger than `EVENT_BYTES` go to a further one.
    """
    for kind, alike in groupby(events, key=type):
        if kind not in _MERGED:
            yield from alike
            continue
        merged, result, verb = _MERGED[kind]
        for part in _parts(alike):
            if len(part) == 1:
                yield part[0]
            else:
                tasks: list[Any] = [event.result for event in part]
                message = f"{verb} {len(tasks)} tasks"
                yield merged(count=len(tasks), message=message, result=result(tasks=tasks))


def _parts(events: Iterable[Any]) -> Iterator[Sequence[TaskEvent]]:
    part: list[TaskEvent] = []
    size = 0
    for event in events:
        length = len(event.result.as_text().encode()) + 1
        if part and size + length > EVENT_BYTES - _OTHER_BYTES:
            yield part
            part, size = [], 0
        part.append(event)
        size += length
    yield part
