from __future__ import annotations

from datetime import datetime
from typing import Literal

from chatbot.domain import tasks
from chatbot.domain.tasks import TaskFields
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import Task, User

from . import texts
from .shown import aware, shown
from .tool import Arguments, Tool


class UpdateTask(Arguments):
    number: int
    title: str | None
    description: str | None
    priority: Literal["low", "medium", "high"] | None
    due_at: datetime | None
    clear_due: bool
    add_tags: list[str] | None
    remove_tags: list[str] | None


def update_task(owner: User, arguments: UpdateTask, so_far: SoFar) -> Outcome:
    task = tasks.find_task(owner, number=arguments.number)
    wanted = _wanted(task, arguments, owner)
    before = {name: _value(task, name) for name in wanted}
    task = tasks.update_task(owner, task.pk, **wanted)
    changed = [name for name in wanted if _value(task, name) != before[name]]
    return Outcome({"task": shown(task, owner), "changed": changed}, texts.updated(), task_id=task.pk)


def _wanted(task: Task, arguments: UpdateTask, owner: User) -> TaskFields:
    wanted: TaskFields = {}
    if arguments.title is not None:
        wanted["title"] = arguments.title
    if arguments.description is not None:
        wanted["description"] = arguments.description
    if arguments.priority is not None:
        wanted["priority"] = arguments.priority
    if arguments.due_at is not None or arguments.clear_due:
        wanted["due_at"] = aware(arguments.due_at, owner)
    if arguments.add_tags or arguments.remove_tags:
        removed = {tag.strip().lstrip("#").lower() for tag in arguments.remove_tags or ()}
        wanted["tags"] = [*(set(task.tag_names) - removed), *(arguments.add_tags or ())]
    return wanted


def _value(task: Task, name: str) -> object:
    return task.tag_names if name == "tags" else getattr(task, name)


TOOL = Tool(
    "update_task",
    "Change a task's title, description, priority, due time or tags; null leaves a field as it is.",
    UpdateTask,
    update_task,
)
