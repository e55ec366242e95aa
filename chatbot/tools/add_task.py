from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import TaskFields
from chatbot.formatting import DateSettings
from chatbot.models import Task, ToolCall, User

from .common.fields import Tags, Title
from .common.lines import title_in
from .common.shown import NamedTask, ShownTask, named, shown
from .common.task_values import TaskValues, given
from .tool import Arguments, Tool


class Titled(Arguments):
    title: Title


class NewTask(TaskValues, Titled):  # title first in the schema for models
    tags: Tags = None


class AddTask(NewTask):
    even_if_open: Annotated[
        bool | None,
        Field(
            description="True to add it although an open task has the same title, because the user wants it "
            "twice. Otherwise nothing is added then, and the output says which task it is."
        ),
    ] = None


class Added(ToolOutput):
    """The new task; or those of the same title that are open already, and `next`, what to do then."""

    added: bool = True
    task: ShownTask | None = None
    same_title: list[NamedTask] = []
    already_open: list[NamedTask] = []
    next: str = ""


def add_task(owner: User, arguments: AddTask, so_far: SoFar) -> Outcome:
    twins = tasks.open_tasks_with_title(owner, arguments.title)
    if twins and not arguments.even_if_open:
        return Outcome(_left_out(twins), _already_open(twins[0].number, twins[0].title))
    task = add(owner, arguments)
    output = Added(task=shown(task, owner), same_title=[named(twin) for twin in twins])
    return Outcome(output, _created(task.title), task_id=task.pk)


def add(owner: User, new: NewTask) -> Task:
    fields: TaskFields = {**given(new, owner), "title": new.title, "tags": new.tags or ()}
    return tasks.add_task(owner, **fields)


def added_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call)
    return _("Added ‘%(title)s’") % {"title": title} if title else ""


def added_many(call: ToolCall, dates: DateSettings) -> str:
    return _("Added %(count)s tasks") % {"count": "{count}"} if title_in(call) else ""


def _left_out(twins: list[Task]) -> Added:
    return Added(
        added=False,
        already_open=[named(twin) for twin in twins],
        next="Tell the user that it is on the list already. Pass even_if_open only if they want it twice.",
    )


def _created(title: str) -> str:
    return _("Created: %(title)s") % {"title": title}


def _already_open(number: int, title: str) -> str:
    return _("Already on your list: #%(number)d %(title)s") % {"number": number, "title": title}


TOOL = Tool(
    "add_task",
    "Add one task. It adds nothing if an open task has the same title, unless even_if_open is true. "
    "For several tasks use add_tasks.",
    AddTask,
    add_task,
    kind="adds",
    output=Added,
    starting=gettext_noop("Creating a new task..."),
    team_label="Add a task",
    line=added_line,
    line_of_many=added_many,
)
