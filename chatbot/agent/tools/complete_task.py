from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chatbot.domain import tasks
from chatbot.domain.approvals import Proposal
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import Task, User

from . import texts
from .changing import becoming
from .fields import Number
from .large_changes import large_change, question_of_one
from .shown import shown
from .tool import Arguments, Earlier, Tool


class CompleteTask(Arguments):
    number: Number
    completed: Annotated[
        bool | None, Field(description="True for done (the default), false to reopen it.")
    ] = None

    @property
    def is_done(self) -> bool:
        return self.completed is not False


def complete_task(owner: User, arguments: CompleteTask, so_far: SoFar) -> Outcome:
    task = tasks.find_task(owner, number=arguments.number)
    changed = task.completed != arguments.is_done
    verb = tasks.complete_task if arguments.is_done else tasks.reopen_task
    task = verb(owner, task.pk)
    line = texts.marked(task.title, completed=arguments.is_done)
    return Outcome({"task": shown(task, owner), "changed": changed}, line, task_id=task.pk)


def propose(owner: User, arguments: CompleteTask, earlier: Earlier) -> Proposal | None:
    task = Task.objects.of(owner).filter(number=arguments.number).first()
    if task is None:
        return None
    change = becoming(task, {}, arguments.is_done)
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, [change], earlier, question_of_one(change, earlier), given)


TOOL = Tool(
    "complete_task",
    "Mark one task as done, or open again. For several tasks use complete_all_tasks.",
    CompleteTask,
    complete_task,
    approval=propose,
)
