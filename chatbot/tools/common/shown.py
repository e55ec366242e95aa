"""Tasks as tools show them: in the user's time zone; for programs with their ids, for the model without."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatbot.domain.tasks.fields import FIELDS
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet
from streaming.entry import dumps

MOST_LISTED = 50
LONGEST_LIST = 12_000  # characters, as JSON


def shown(task: Task, owner: User) -> dict[str, Any]:
    texts = {name: field.of(task) for name, field in FIELDS.items() if field.kind == "text"}
    return {**in_list(task, owner), **texts}


def in_list(task: Task, owner: User) -> dict[str, Any]:
    return {
        "id": str(task.pk),
        "number": task.number,
        **{name: local(field.of(task), owner) for name, field in FIELDS.items() if field.kind != "text"},
        "completed": task.completed,
        "overdue": task.overdue,
    }


def named(task: Task) -> dict[str, Any]:
    return {"number": task.number, "title": task.title}


def page(
    tasks: TaskQuerySet, owner: User, *, offset: int = 0, limit: int | None = None, details: bool = False
) -> dict[str, Any]:
    """The tasks from `offset` on, as many as fit, with the number of all, and where the next page begins."""
    count = tasks.count()
    offset = max(offset, 0)
    limit = min(max(limit or MOST_LISTED, 1), MOST_LISTED)
    listed: list[dict[str, Any]] = []
    size = 0
    for task in tasks[offset : offset + limit]:
        entry = shown(task, owner) if details else in_list(task, owner)
        size += len(dumps(entry))
        if listed and size > LONGEST_LIST:
            break
        listed.append(entry)
    end = offset + len(listed)
    is_truncated = end < count
    return {
        "count": count,
        "tasks": listed,
        "truncated": is_truncated,
        **({"next_offset": end} if is_truncated else {}),
    }


def for_model(output: dict[str, Any]) -> dict[str, Any]:
    """A tool's output as the model reads it: it names tasks by number, and ids would only cost tokens."""
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
