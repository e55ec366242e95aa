from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from .common.batches import Counted, in_batches
from .common.deletion import all_deleted, approved_with_subtasks, deletion
from .common.fields import Numbers
from .common.filters import with_status
from .tool import Arguments, Earlier, Tool


class DeleteAll(Arguments):
    status: Annotated[
        Literal["all", "pending", "completed"],
        Field(description="Which ones: all, pending (open) or completed."),
    ]
    numbers: Numbers = None


def delete_all_tasks(owner: User, arguments: DeleteAll, so_far: SoFar) -> Outcome | Progress:
    doomed = approved_with_subtasks(_chosen(owner, arguments), so_far)
    return in_batches(owner, doomed, so_far.part, tasks.delete_all, all_deleted)


def propose(owner: User, arguments: DeleteAll, earlier: Earlier) -> Proposal | None:
    return deletion(list(_chosen(owner, arguments).with_subtasks()), DeleteAll)


def _chosen(owner: User, arguments: DeleteAll) -> TaskQuerySet:
    chosen = with_status(Task.objects.of(owner), arguments.status)
    return chosen if arguments.numbers is None else chosen.filter(number__in=arguments.numbers)


TOOL = Tool(
    "delete_all_tasks",
    "Delete all tasks of a status. The user is shown them, and approves or declines.",
    DeleteAll,
    delete_all_tasks,
    approval=propose,
    kind="deletes",
    output=Counted,
    starting=gettext_noop("Deleting tasks..."),
    team_label="Delete all tasks, once it is approved",
    message=lambda call, dates: all_deleted(call.count or 0),
)
