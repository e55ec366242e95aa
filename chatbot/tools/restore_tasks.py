from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.changes import state_of
from chatbot.domain.tasks.trash import trash_of
from chatbot.domain.tasks.undo import restore_deleted
from chatbot.models import Task, User

from .common.shown import MOST_LISTED, ShownTask, in_list
from .tool import Arguments, Tool


class RestoreTasks(Arguments):
    numbers: Annotated[
        list[int] | None,
        Field(
            description="The numbers that the tasks had, at most 50 of them; null for all in the trash.",
            max_length=50,
        ),
    ] = None


class AllRestored(ToolOutput):
    """`missing` are numbers that no task in the trash has."""

    count: int
    tasks: list[ShownTask]
    missing: list[int] = []


def restore_tasks(owner: User, arguments: RestoreTasks, so_far: SoFar) -> Outcome:
    numbers = arguments.numbers
    trash = trash_of(owner)
    deletions = list(trash if numbers is None else trash.filter(before__number__in=numbers))
    restore_deleted(owner, deletions)
    first = [deletion.task_id for deletion in deletions[:MOST_LISTED]]
    restored = Task.objects.of(owner).filter(pk__in=first).whole().order_by("number")
    listed = [in_list(task, owner) for task in restored]
    known = {state_of(deletion)["number"] for deletion in deletions}
    missing = sorted(set(numbers or ()) - known)
    count = len(deletions)
    return Outcome(AllRestored(count=count, tasks=listed, missing=missing), all_restored(count), count=count)


def all_restored(count: int) -> str:
    return ngettext("Restored %(count)d task", "Restored %(count)d tasks", count) % {"count": count}


TOOL = Tool(
    "restore_tasks",
    "Restore deleted tasks from the trash, by the numbers that they had. Only where the user asks for it.",
    RestoreTasks,
    restore_tasks,
    is_idempotent=True,
    output=AllRestored,
    starting=gettext_noop("Restoring tasks..."),
    team_label="Restore deleted tasks",
    message=lambda call, dates: all_restored(call.count or 0),
)
