"""Tasks in the output of tools: in the user's time zone; with ids for programs, without for the model."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import create_model

from chatbot.domain.events import Json, Result, ToolOutput
from chatbot.domain.events.tasks import type_of
from chatbot.domain.tasks.fields import FIELDS, TaskField
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

MOST_LISTED = 50
LONGEST_LIST = 12_000  # characters, as JSON
_LISTED = {name: field for name, field in FIELDS.items() if field.kind != "text"}
_TEXTS = {name: field for name, field in FIELDS.items() if field.kind == "text"}


def _type(field: TaskField) -> Any:
    """Models know lists by their names, and tasks by their numbers."""
    match field.kind:
        case "list":
            return str
        case "task":
            return int | None
        case _:
            return type_of(field)


def _usual(field: TaskField) -> Any:
    """The value of most tasks, which is left out."""
    return [] if field.kind == "minutes" else field.initial


if TYPE_CHECKING:

    class ShownTask(Result):
        def __init__(self, **values: Any) -> None: ...

else:
    ShownTask = create_model(
        "ShownTask",
        __base__=Result,
        __module__=__name__,
        __doc__="A task with its times in the user's time zone; in lists without its texts.",
        id=UUID,
        number=int,
        **{name: _type(field) for name, field in _LISTED.items() if not field.is_rare},
        completed=bool,
        overdue=bool,
        due_on=(date | None, None),
        **{name: (_type(field), _usual(field)) for name, field in _LISTED.items() if field.is_rare},
        subtasks=(int, 0),
        subtasks_done=(int, 0),
        **{name: (type_of(field) | None, None) for name, field in _TEXTS.items()},
    )


class NamedTask(Result):
    number: int
    title: str


class TaskPage(ToolOutput):
    count: int  # of all
    tasks: list[ShownTask]
    truncated: bool  # there are more, from `next_offset` on
    next_offset: int = 0


def shown(task: Task, owner: User) -> ShownTask:
    return _shown(task, owner, FIELDS)


def in_list(task: Task, owner: User) -> ShownTask:
    return _shown(task, owner, _LISTED)


def _shown(task: Task, owner: User, fields: dict[str, TaskField]) -> ShownTask:
    return ShownTask(
        id=task.pk,
        number=task.number,
        **{name: _value(field, task, owner) for name, field in fields.items()},
        due_on=task.due_on,
        completed=task.completed,
        overdue=task.overdue,
        subtasks=task.subtask_count,
        subtasks_done=task.subtasks_done,
    )


def _value(field: TaskField, task: Task, owner: User) -> Any:
    if field.kind == "list":
        return task.list.name if task.list else ""
    if field.kind == "task":
        return task.parent.number if task.parent else None
    return local(task.due_at if field.kind == "due" else field.of(task), owner)


def due_of(task: Any) -> date | datetime | None:
    """When a task in the output of a tool is due; None if it is not."""
    if day := task.get("due_on"):
        return date.fromisoformat(day)
    return datetime.fromisoformat(task["due_at"]) if task.get("due_at") else None


def named(task: Task) -> NamedTask:
    return NamedTask(number=task.number, title=task.title)


def page(
    tasks: TaskQuerySet, owner: User, *, offset: int = 0, limit: int | None = None, details: bool = False
) -> TaskPage:
    """As many tasks from `offset` on as fit, with the total and the offset of the next page."""
    count = tasks.count()
    offset = max(offset, 0)
    limit = min(max(limit or MOST_LISTED, 1), MOST_LISTED)
    listed: list[ShownTask] = []
    size = 0
    for task in tasks[offset : offset + limit]:
        entry = shown(task, owner) if details else in_list(task, owner)
        size += len(entry.as_text())
        if listed and size > LONGEST_LIST:
            break
        listed.append(entry)
    end = offset + len(listed)
    is_truncated = end < count
    return TaskPage(count=count, tasks=listed, truncated=is_truncated, next_offset=end if is_truncated else 0)


def for_model(output: Json) -> Json:
    """A tool's output for the model, without ids: it refers to tasks by number, and ids cost tokens."""
    match output:
        case {"tasks": [*tasks]}:
            return {**output, "tasks": [_without_id(task) for task in tasks]}
        case {"task": dict(task)}:
            return {**output, "task": _without_id(task)}
    return output


def _without_id(task: Any) -> Any:
    return {key: value for key, value in task.items() if key != "id"} if isinstance(task, dict) else task


def local(value: Any, owner: User) -> Any:
    is_moment = isinstance(value, datetime)
    return value.astimezone(owner.tz).isoformat(timespec="seconds") if is_moment else value
