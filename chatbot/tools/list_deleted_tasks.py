from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.changes import state_of
from chatbot.domain.tasks.trash import trash_of
from chatbot.models import User

from .common.shown import NamedTask, local
from .tool import Arguments, Tool

_MOST = 50


class ListDeletedTasks(Arguments):
    query: Annotated[
        str | None, Field(description="Words of the title, or the number; null for all of them.")
    ] = None
    since: Annotated[date | None, Field(description="Only those deleted on this day or later.")] = None
    before: Annotated[date | None, Field(description="Only those deleted before this day.")] = None
    limit: Annotated[int | None, Field(description="How many to list, at most 50, which is the default.")] = (
        None
    )


class TrashedTask(NamedTask):
    deleted_at: str


class AllDeleted(ToolOutput):
    count: int  # of all
    deleted: list[TrashedTask]  # the last one first


def list_deleted_tasks(owner: User, arguments: ListDeletedTasks, so_far: SoFar) -> Outcome:
    found = trash_of(owner, arguments.query or "")
    if arguments.since:
        found = found.filter(created_at__gte=datetime.combine(arguments.since, time(), owner.tz))
    if arguments.before:
        found = found.filter(created_at__lt=datetime.combine(arguments.before, time(), owner.tz))
    count = found.count()
    listed = [
        TrashedTask(
            number=state_of(deletion)["number"],
            title=state_of(deletion)["title"],
            deleted_at=local(deletion.created_at, owner),
        )
        for deletion in found[: min(max(arguments.limit or _MOST, 1), _MOST)]
    ]
    return Outcome(AllDeleted(count=count, deleted=listed), _found(count), count=count)


def _found(count: int) -> str:
    return ngettext("Found %(count)d deleted task", "Found %(count)d deleted tasks", count) % {"count": count}


TOOL = Tool(
    "list_deleted_tasks",
    "List the tasks in the trash, the last deleted one first. They can be restored with restore_tasks.",
    ListDeletedTasks,
    list_deleted_tasks,
    kind="reads",
    output=AllDeleted,
    starting=gettext_noop("Searching the trash..."),
    team_label="See deleted tasks",
    message=lambda call, dates: _found(call.count or 0),
)
