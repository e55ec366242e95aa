from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.commands import get_task_by_number_for_update
from chatbot.domain.tasks.ordering import move_task as put
from chatbot.formatting import DateSettings
from chatbot.models import ToolCall, User

from .common.fields import Number
from .common.lines import title_in
from .common.shown import ShownTask, shown
from .tool import Arguments, Tool


class MoveTask(Arguments):
    number: Number
    before: Annotated[int | None, Field(description="The number of the task before which to put it.")] = None
    after: Annotated[int | None, Field(description="Or of the one after which to put it.")] = None
    to: Annotated[Literal["top", "bottom"] | None, Field(description="Or the end of the order.")] = None


class Moved(ToolOutput):
    task: ShownTask


def move_task(owner: User, arguments: MoveTask, so_far: SoFar) -> Outcome:
    task = get_task_by_number_for_update(owner, number=arguments.number)
    task = put(owner, task.pk, before=arguments.before, after=arguments.after, end=arguments.to)
    return Outcome(Moved(task=shown(task, owner)), _moved(task.title), task_id=task.pk)


def moved_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call)
    return _moved(title) if title else ""


def _moved(title: str) -> str:
    return _("Moved ‘%(title)s’ in your order") % {"title": title}


TOOL = Tool(
    "move_task",
    "Put one task before or after another one, or at the top or bottom of the user's own order (sort mine of "
    "list_tasks).",
    MoveTask,
    move_task,
    is_idempotent=True,
    output=Moved,
    starting=gettext_noop("Updating your task..."),
    team_label="Put tasks in order",
    line=moved_line,
)
