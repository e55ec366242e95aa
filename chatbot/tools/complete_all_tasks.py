from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import clean_tag
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from .common.batches import Counted, in_batches
from .common.changing import becoming
from .common.deletion import approved_with_subtasks
from .common.fields import Level, Numbers
from .common.large_changes import large_change
from .common.lines import all_completed, complete_question
from .tool import Arguments, Earlier, Tool


class CompleteAll(Arguments):
    tag: Annotated[str | None, Field(description="Only those with this tag.")] = None
    priority: Annotated[Level | None, Field(description="Only those of this priority.")] = None
    numbers: Numbers = None


def complete_all_tasks(owner: User, arguments: CompleteAll, so_far: SoFar) -> Outcome | Progress:
    pending = approved_with_subtasks(_pending(owner, arguments), so_far, Task.objects.pending())
    return in_batches(owner, pending, so_far.part, tasks.complete_all, all_completed)


def propose(owner: User, arguments: CompleteAll, earlier: Earlier) -> Proposal | None:
    pending = _pending(owner, arguments).with_subtasks().pending()
    changes = [becoming(task, {}, completed=True) for task in pending]
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, changes, earlier, complete_question(len(changes)), given)


def _pending(owner: User, arguments: CompleteAll) -> TaskQuerySet:
    pending = Task.objects.of(owner).pending()
    if arguments.numbers is not None:
        pending = pending.filter(number__in=arguments.numbers)
    if arguments.tag:
        pending = pending.tagged(clean_tag(arguments.tag))
    return pending.filter(priority=arguments.priority) if arguments.priority else pending


TOOL = Tool(
    "complete_all_tasks",
    "Mark all open tasks as done, or those with a tag, a priority or these numbers. A large change is "
    "shown to the user first, who approves or declines.",
    CompleteAll,
    complete_all_tasks,
    approval=propose,
    is_idempotent=True,
    output=Counted,
    starting=gettext_noop("Marking tasks as complete..."),
    team_label="Mark all tasks as done",
    message=lambda call, dates: all_completed(call.count or 0),
)
