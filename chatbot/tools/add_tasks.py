from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.errors import Invalid
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.publish import published_together
from chatbot.domain.tasks import commands as tasks
from chatbot.formatting import DateSettings
from chatbot.models import ToolCall, User

from .add_task import NewTask, add
from .common.shown import NamedTask, named
from .tool import Arguments, Tool

MOST = 50


class AddTasks(Arguments):
    tasks: Annotated[
        list[NewTask], Field(description="The tasks, at most 50, in the order in which to add them.")
    ]
    even_if_open: Annotated[
        bool | None,
        Field(
            description="True to add those, too, whose title an open task has. Otherwise they are left out."
        ),
    ] = None


class AddedTask(NamedTask):
    id: UUID


class AllAdded(ToolOutput):
    """`already_open`: tasks of the same title, for those that were left out."""

    count: int
    tasks: list[AddedTask]
    already_open: list[NamedTask] = []


def add_tasks(owner: User, arguments: AddTasks, so_far: SoFar) -> Outcome:
    if not 0 < len(arguments.tasks) <= MOST:
        raise Invalid(f"Give 1 to {MOST} tasks at a time.", "tasks")
    added, left_out = [], []
    with published_together():
        for new in arguments.tasks:
            twins = tasks.open_tasks_with_title(owner, new.title)
            if twins and not arguments.even_if_open:
                left_out.append(named(twins[0]))
            else:
                task = add(owner, new)
                added.append(AddedTask(id=task.pk, number=task.number, title=task.title))
    output = AllAdded(count=len(added), tasks=added, already_open=left_out)
    return Outcome(output, _all_created(len(added), len(left_out)), count=len(added))


def _all_created(count: int, left_out: int) -> str:
    text = ngettext("Created %(count)d task", "Created %(count)d tasks", count) % {"count": count}
    if not left_out:
        return text
    rest = ngettext("%(count)d was on your list already", "%(count)d were on your list already", left_out)
    return f"{text}; {rest % {'count': left_out}}"


def created_line(call: ToolCall, dates: DateSettings) -> str:
    left_out = (call.output or {}).get("already_open", [])
    return _all_created(call.count or 0, len(left_out))


TOOL = Tool(
    "add_tasks",
    "Add several tasks at once. Those whose title an open task has are left out, unless even_if_open is set.",
    AddTasks,
    add_tasks,
    kind="adds",
    output=AllAdded,
    starting=gettext_noop("Creating new tasks..."),
    team_label="Add several tasks",
    message=created_line,
)
