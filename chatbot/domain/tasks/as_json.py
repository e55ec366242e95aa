"""A task as the API and the events show it."""

from __future__ import annotations

import hashlib

from chatbot.domain.events import TaskResult
from chatbot.domain.events.frame import Json
from chatbot.domain.tasks.fields import FIELDS
from chatbot.models import Task
from streaming.entry import dumps
from streaming.log import iso


def task_result(task: Task) -> TaskResult:
    return TaskResult(
        id=task.pk,
        number=task.number,
        rank=task.rank,
        **{name: field.shown(task) for name, field in FIELDS.items()},
        due_on=task.due_on,
        completed=task.completed,
        completed_at=iso(task.completed_at) if task.completed_at else None,
        created_at=iso(task.created_at),
        updated_at=iso(task.updated_at),
    )


def task_json(task: Task) -> Json:
    return task_result(task).as_json()


def etag_of(task: Task) -> str:
    """A strong validator (RFC 9110, 8.8.3), which differs for each state of the task."""
    return f'"{hashlib.sha256(dumps(task_json(task)).encode()).hexdigest()[:32]}"'
