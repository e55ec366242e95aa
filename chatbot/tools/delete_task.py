from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.domain.errors import Conflict
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.formatting import DateSettings
from chatbot.models import Task, ToolCall, User

from .common.deletion import approved_with_subtasks, deletion
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
    if not approved_with_subtasks(Task.objects.filter(pk=task_id), so_far).exists():
        raise Conflict(_("It got a subtask since you were asked."))
    tasks.delete_task(owner, task_id)
    output = Deleted(deleted=named(task))
    return Outcome(output, _("Task deleted"), task_id=task_id)


def propose(owner: User, arguments: DeleteTask, earlier: Earlier) -> Proposal | None:
    """One or two tasks are deleted without approval, since undo restores them; more of them require it."""
    doomed = list(Task.objects.of(owner).filter(number=arguments.number).with_subtasks())
    is_small = earlier.calls < UNASKED and len(doomed) <= UNASKED
    if is_small and owner.ask_before != User.AskBefore.EVERY_DELETION:
        return None
    return deletion(doomed, DeleteTask)


def deleted_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call, "deleted")
    return _("Deleted ‘%(title)s’") % {"title": title} if title else ""


def deleted_many(call: ToolCall, dates: DateSettings) -> str:
    return _("Deleted %(count)s tasks") % {"count": "{count}"} if title_in(call, "deleted") else ""


TOOL = Tool(
    "delete_task",
    "Delete one task with its subtasks. For several use delete_tasks.",
    DeleteTask,
    delete_task,
    approval=propose,
    kind="deletes",
    is_idempotent=True,
    output=Deleted,
    starting=gettext_noop("Deleting your task..."),
    team_label="Delete a task",
    line=deleted_line,
    line_of_many=deleted_many,
)
