"""Tasks as tools show them: in the user's time zone; for programs with their ids, for the model without."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

LIST_LENGTH = 50


def shown(task: Task, owner: User) -> dict[str, Any]:
    return {
        "id": str(task.pk),
        "number": task.number,
        "title": task.title,
        "description": task.description,
        "completed": task.completed,
        "priority": task.priority,
        "due_at": local(task.due_at, owner),
        "overdue": task.overdue,
        "tags": task.tag_names,
    }


def shown_list(tasks: TaskQuerySet, owner: User) -> dict[str, Any]:
    """The first tasks of a selection, and how many there are in all."""
    count = tasks.count()
    first = [shown(task, owner) for task in tasks.listed()[:LIST_LENGTH]]
    return {"count": count, "tasks": first, "truncated": count > LIST_LENGTH}


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


def local(moment: datetime | None, owner: User) -> str | None:
    return moment.astimezone(owner.tz).isoformat(timespec="seconds") if moment else None


def aware(moment: datetime | None, owner: User) -> datetime | None:
    """A time without an offset is the user's own."""
    if moment is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=owner.tz)
    return moment
