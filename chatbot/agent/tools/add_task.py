from __future__ import annotations

from datetime import datetime
from typing import Literal

from chatbot.domain import tasks
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import User

from . import texts
from .shown import aware, shown
from .tool import Arguments, Tool


class AddTask(Arguments):
    title: str
    description: str | None
    priority: Literal["low", "medium", "high"] | None
    due_at: datetime | None
    tags: list[str] | None


def add_task(owner: User, arguments: AddTask, so_far: SoFar) -> Outcome:
    task = tasks.add_task(
        owner,
        title=arguments.title,
        description=arguments.description or "",
        priority=arguments.priority or "medium",
        due_at=aware(arguments.due_at, owner),
        tags=arguments.tags or (),
    )
    return Outcome({"task": shown(task, owner)}, texts.created(task.title), task_id=task.pk)


TOOL = Tool(
    "add_task",
    "Add one task. Times are ISO 8601; without an offset they are in the user's time zone.",
    AddTask,
    add_task,
)
