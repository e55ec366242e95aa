from __future__ import annotations

from chatbot.domain import tasks
from chatbot.domain.tool_calls import Outcome
from chatbot.models import User

from . import texts
from .tool import Arguments, Tool


class DeleteTask(Arguments):
    number: int


def delete_task(owner: User, arguments: DeleteTask, done: int) -> Outcome:
    task = tasks.find_task(owner, number=arguments.number)
    task_id = task.pk
    tasks.delete_task(owner, task_id)
    output = {"deleted": {"number": task.number, "title": task.title}}
    return Outcome(output, texts.deleted(), task_id=task_id)


TOOL = Tool("delete_task", "Delete one task for good.", DeleteTask, delete_task)
