"""Changes of tasks, by whichever way they came."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from .frame import Event


class TaskEvent(Event):
    task_id: UUID
    message: str


class TaskCreated(TaskEvent):
    event_type: Literal["task_created"] = "task_created"
    result: dict[str, Any]  # the task as the API shows it


class TaskUpdated(TaskEvent):
    event_type: Literal["task_updated"] = "task_updated"
    result: dict[str, Any]


class TaskDeleted(TaskEvent):
    event_type: Literal["task_deleted"] = "task_deleted"
    result: dict[str, Any]  # {"id", "number", "title"}
