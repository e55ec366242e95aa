from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User

from .common.batches import Counted, in_batches
from .common.deletion import all_deleted, approved_with_subtasks, deletion
from .tool import Arguments, Earlier, Tool


class DeleteTasks(Arguments):
    numbers: Annotated[list[int], Field(description="The numbers of the tasks to delete.")]


def delete_tasks(owner: User, arguments: DeleteTasks, so_far: SoFar) -> Outcome | Progress:
    doomed = approved_with_subtasks(Task.objects.of(owner).filter(number__in=arguments.numbers), so_far)
    return in_batches(owner, doomed, so_far.part, tasks.delete_all, all_deleted)


def propose(owner: User, arguments: DeleteTasks, earlier: Earlier) -> Proposal | None:
    return deletion(
        list(Task.objects.of(owner).filter(number__in=arguments.numbers).with_subtasks()), DeleteTasks
    )


TOOL = Tool(
    "delete_tasks",
    "Delete several tasks at once, by number. The user is shown them, and approves or declines.",
    DeleteTasks,
    delete_tasks,
    approval=propose,
    kind="deletes",
    is_idempotent=True,
    output=Counted,
    starting=gettext_noop("Deleting tasks..."),
    team_label="Delete some tasks, once it is approved",
    message=lambda call, dates: all_deleted(call.count or 0),
)
