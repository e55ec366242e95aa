from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.formatting import DateSettings
from chatbot.models import Task, ToolCall, User

from .common.changing import becoming
from .common.fields import Number
from .common.large_changes import large_change, question_of_one
from .common.lines import title_in
from .common.shown import ShownTask, shown
from .tool import Arguments, Earlier, Tool


class CompleteTask(Arguments):
    number: Number
    completed: Annotated[
        bool | None, Field(description="True for done (the default), false to reopen it.")
    ] = None

    @property
    def is_done(self) -> bool:
        return self.completed is not False


class Completed(ToolOutput):
    """`changed`: it was not so already. `next` is the next one of a task that repeats."""

    task: ShownTask
    changed: bool
    next: ShownTask | None = None


def complete_task(owner: User, arguments: CompleteTask, so_far: SoFar) -> Outcome:
    task = tasks.get_task_by_number_for_update(owner, number=arguments.number)
    changed = task.completed != arguments.is_done
    verb = tasks.complete_task if arguments.is_done else tasks.reopen_task
    task = verb(owner, task.pk)
    line = _marked(task.title, completed=arguments.is_done)
    later = tasks.next_of(owner, task) if changed and arguments.is_done else None
    output = Completed(task=shown(task, owner), changed=changed, next=shown(later, owner) if later else None)
    return Outcome(output, line, task_id=task.pk)


def propose(owner: User, arguments: CompleteTask, earlier: Earlier) -> Proposal | None:
    task = Task.objects.of(owner).filter(number=arguments.number).first()
    if task is None:
        return None
    change = becoming(task, {}, arguments.is_done)
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, [change], earlier, question_of_one(change, earlier), given)


def _marked(title: str, *, completed: bool) -> str:
    text = _("Marked '%(title)s' as done") if completed else _("Reopened '%(title)s'")
    return text % {"title": title}


def marked_line(call: ToolCall, dates: DateSettings) -> str:
    title, task = title_in(call), (call.output or {}).get("task", {})
    if not title:
        return ""
    text = _("Completed ‘%(title)s’") if task.get("completed") else _("Reopened ‘%(title)s’")
    return text % {"title": title}


def marked_many(call: ToolCall, dates: DateSettings) -> str:
    if not title_in(call):
        return ""
    is_completed = (call.output or {})["task"].get("completed")
    return (_("Completed %(count)s tasks") if is_completed else _("Reopened %(count)s tasks")) % {
        "count": "{count}"
    }


TOOL = Tool(
    "complete_task",
    "Mark one task as done with its subtasks, or open again. For several tasks use complete_all_tasks.",
    CompleteTask,
    complete_task,
    approval=propose,
    is_idempotent=True,
    output=Completed,
    starting=gettext_noop("Updating task status..."),
    team_label="Mark a task as done",
    line=marked_line,
    line_of_many=marked_many,
)
