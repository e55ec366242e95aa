from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone

from chatbot.domain.tasks import clean_tag
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from . import texts
from .shown import shown_list
from .tool import Arguments, Tool

Status = Literal["all", "pending", "completed", "overdue"]


class ListTasks(Arguments):
    status: Status
    due: Literal["today", "tomorrow", "this_week"] | None
    tag: str | None
    priority: Literal["low", "medium", "high"] | None


def with_status(tasks: TaskQuerySet, status: Status) -> TaskQuerySet:
    match status:
        case "pending":
            return tasks.pending()
        case "completed":
            return tasks.completed()
        case "overdue":
            return tasks.overdue()
        case "all":
            return tasks


def list_tasks(owner: User, arguments: ListTasks, so_far: SoFar) -> Outcome:
    found = with_status(Task.objects.of(owner), arguments.status)
    if arguments.due:
        start, end = _days(arguments.due, timezone.now().astimezone(owner.tz))
        found = found.filter(due_at__gte=start, due_at__lt=end)
    if arguments.tag:
        found = found.tagged(clean_tag(arguments.tag))
    if arguments.priority:
        found = found.filter(priority=arguments.priority)
    output = shown_list(found, owner)
    return Outcome(output, texts.found(output["count"]), count=output["count"])


def _days(due: str, now: datetime) -> tuple[datetime, datetime]:
    """From midnight to midnight on the user's calendar; a week ends with its Sunday."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match due:
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=2)
        case "this_week":
            return today, today + timedelta(days=7 - today.weekday())
        case _:
            return today, today + timedelta(days=1)


TOOL = Tool(
    "list_tasks",
    "List and count the user's tasks, open ones first. Filters combine.",
    ListTasks,
    list_tasks,
)
