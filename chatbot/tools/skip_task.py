from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.series import skipped
from chatbot.formatting import DateSettings
from chatbot.models import Task, ToolCall, User

from .common.changing import becoming
from .common.fields import Number
from .common.large_changes import large_change, question_of_one
from .common.lines import title_in
from .common.shown import ShownTask, shown
from .tool import Arguments, Earlier, Tool


class SkipTask(Arguments):
    number: Number


class Skipped(ToolOutput):
    """The task, with its next due date."""

    task: ShownTask


def skip_task(owner: User, arguments: SkipTask, so_far: SoFar) -> Outcome:
    task = tasks.get_task_by_number_for_update(owner, number=arguments.number)
    task = tasks.skip_task(owner, task.pk)
    line = _("Skipped '%(title)s'") % {"title": task.title}
    return Outcome(Skipped(task=shown(task, owner)), line, task_id=task.pk)


def propose(owner: User, arguments: SkipTask, earlier: Earlier) -> Proposal | None:
    task = Task.objects.of(owner).whole().filter(number=arguments.number).first()
    if task is None or not task.repeat:
        return None
    change = becoming(task, {"due_at": skipped(task, owner)})
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, [change], earlier, question_of_one(change, earlier), given)


def skipped_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call)
    return _("Skipped ‘%(title)s’ once") % {"title": title} if title else ""


TOOL = Tool(
    "skip_task",
    "Skip the present occurrence of a task that repeats: it is due at its next date.",
    SkipTask,
    skip_task,
    approval=propose,
    output=Skipped,
    starting=gettext_noop("Updating your task..."),
    team_label="Skip a repeating task once",
    line=skipped_line,
)
