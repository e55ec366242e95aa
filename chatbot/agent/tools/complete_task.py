from __future__ import annotations

from chatbot.domain import tasks
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import User

from . import texts
from .shown import shown
from .tool import Arguments, Tool


class CompleteTask(Arguments):
    number: int
    completed: bool


def complete_task(owner: User, arguments: CompleteTask, so_far: SoFar) -> Outcome:
    task = tasks.find_task(owner, number=arguments.number)
    changed = task.completed != arguments.completed
    verb = tasks.complete_task if arguments.completed else tasks.reopen_task
    task = verb(owner, task.pk)
    line = texts.marked(task.title, completed=arguments.completed)
    return Outcome({"task": shown(task, owner), "changed": changed}, line, task_id=task.pk)


TOOL = Tool(
    "complete_task",
    "Mark a task as done (completed true) or open again (completed false).",
    CompleteTask,
    complete_task,
)
