from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.formatting import DateSettings
from chatbot.models import Task, ToolCall, User

from .common.deletion import deletion
from .common.fields import Number
from .common.lines import title_in
from .common.shown import NamedTask, named
from .tool import Arguments, Earlier, Tool

UNASKED = 2  # deletions of a run


class DeleteTask(Arguments):
    number: Number


class Deleted(ToolOutput):
    deleted: NamedTask


def delete_task(owner: User, arguments: DeleteTask, so_far: SoFar) -> Outcome:
    task = tasks.get_task_by_number_for_update(owner, number=arguments.number)
    task_id = task.pk
    tasks.delete_task(owner, task_id)
    output = Deleted(deleted=named(task))
    return Outcome(output, _("Task deleted"), task_id=task_id)


def propose(owner: User, arguments: DeleteTask, earlier: Earlier) -> Proposal | None:
    """One or two tasks are deleted without approval, since undo restores them; more of them require it."""
    if earlier.calls < UNASKED and owner.ask_before != User.AskBefore.EVERY_DELETION:
        return None
    return deletion(list(Task.objects.of(owner).filter(number=arguments.number)), DeleteTask)


def deleted_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call, "deleted")
    return _("Deleted ‘%(title)s’") % {"title": title} if title else ""


def deleted_many(call: ToolCall, dates: DateSettings) -> str:
    return _("Deleted %(count)s tasks") % {"count": "{count}"} if title_in(call, "deleted") else ""


TOOL = Tool(
    "delete_task",
    "Delete one task. For several use delete_tasks.",
    DeleteTask,
    delete_task,
    approval=propose,
    output=Deleted,
    starting=gettext_noop("Deleting your task..."),
    team_label="Delete a task",
    line=deleted_line,
    line_of_many=deleted_many,
)
