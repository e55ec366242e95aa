from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import Moment, Result
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.due import days_left_in_week
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from .common.fields import Numbers
from .common.filters import Filters, due_within, filtered
from .common.lines import found_tasks
from .common.shown import NamedTask, TaskPage, local, page
from .tool import Arguments, Tool

_MOST_OF_NEXT_WEEK = 5
Sort = Literal["urgency", "due", "priority", "newest", "title", "completed", "mine"]


class Paging(Arguments):
    limit: Annotated[int | None, Field(description="How many to list, at most 50, which is the default.")] = (
        None
    )
    offset: Annotated[
        int | None, Field(description="How many to pass over: the next_offset of the page before.")
    ] = None
    details: Annotated[bool | None, Field(description="True to get the descriptions, too.")] = None


class ListTasks(Filters, Paging):
    numbers: Numbers = None
    sort: Annotated[
        Sort | None,
        Field(
            description="urgency (the default: open ones first, by due time), due, priority, newest, title, "
            "completed or mine (the order that the user gives them)."
        ),
    ] = None


class DueTask(NamedTask):
    due_at: Moment
    due_on: date | None = None


class NextWeek(Result):
    count: int
    tasks: list[DueTask]  # the first ones


class ListedTasks(TaskPage):
    next_week: NextWeek | None = None


def list_tasks(owner: User, arguments: ListTasks, so_far: SoFar) -> Outcome:
    if arguments.numbers is not None:
        found = Task.objects.of(owner).filter(number__in=arguments.numbers)
    else:
        found = filtered(owner, arguments)
    listed = paged(owner, _ordered(found, arguments.sort), arguments)
    coming = next_week(owner, arguments, timezone.now())
    output = ListedTasks(**dict(listed), next_week=coming)
    return Outcome(output, found_tasks(output.count), count=output.count)


def paged(owner: User, found: TaskQuerySet, paging: Paging) -> TaskPage:
    return page(found, owner, offset=paging.offset or 0, limit=paging.limit, details=bool(paging.details))


def next_week(owner: User, arguments: ListTasks, now: datetime) -> NextWeek | None:
    """Next week's tasks, for a list of this week on its last day; otherwise `None`."""
    dates = owner.date_settings
    is_last_day = days_left_in_week(now.astimezone(dates.zone).date(), dates.week_start) == 1
    if not is_last_day or arguments.due != "this_week" or arguments.status in ("completed", "overdue"):
        return None
    found = filtered(owner, arguments.model_copy(update={"due": None}))
    coming = due_within(found, "next_week", now, dates)
    first = [
        DueTask(number=task.number, title=task.title, due_at=local(task.due_at, owner), due_on=task.due_on)
        for task in coming.listed()[:_MOST_OF_NEXT_WEEK]
    ]
    return NextWeek(count=coming.count(), tasks=first)


def _ordered(tasks: TaskQuerySet, sort: Sort | None) -> TaskQuerySet:
    listed = tasks.listed()
    match sort:
        case "due":
            return listed.order_by(F("due_at").asc(nulls_last=True), "number")
        case "priority":
            return listed.by_priority()
        case "newest":
            return listed.order_by("-number")
        case "title":
            return listed.order_by("title", "number")
        case "mine":
            return listed.order_by("rank", "number")
        case "completed":
            return listed.order_by(F("completed_at").desc(nulls_last=True), "number")
        case _:
            return listed


TOOL = Tool(
    "list_tasks",
    "List and count the user's tasks, open ones first. Filters combine; what is null does not filter. "
    "Where it says truncated, ask for the rest with offset. On the last day of the week, a list of this_week "
    "tells what is due in next_week, too: name both.",
    ListTasks,
    list_tasks,
    kind="reads",
    output=ListedTasks,
    starting=gettext_noop("Searching your tasks..."),
    team_label="See the tasks",
    message=lambda call, dates: found_tasks(call.count or 0),
)
