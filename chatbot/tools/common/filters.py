"""Filters of tasks, for the tools that list or change many."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from chatbot.domain.tasks.due import days_left_in_week
from chatbot.domain.tasks.fields import clean_tag
from chatbot.domain.tasks.lists import find_list
from chatbot.formatting import DateSettings
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet
from chatbot.tools.tool import Arguments

from .fields import Level, aware

Status = Literal["all", "pending", "completed", "overdue"]
Due = Literal["today", "tomorrow", "this_week", "next_week", "overdue", "no_date"]


class Filters(Arguments):
    status: Annotated[
        Status | None, Field(description="pending (the default: open ones), completed, overdue or all.")
    ] = None
    due: Annotated[
        Due | None,
        Field(
            description="When they are due: today, tomorrow, this_week (from today to the last day of the "
            "user's week), next_week (the seven days after it), overdue, or no_date."
        ),
    ] = None
    due_from: Annotated[
        datetime | None, Field(description="Only those due at this time or later, ISO 8601.")
    ] = None
    due_before: Annotated[
        datetime | None, Field(description="Only those due before this time, ISO 8601.")
    ] = None
    completed_since: Annotated[
        datetime | None, Field(description="Only those done at this time or later, ISO 8601.")
    ] = None
    completed_before: Annotated[
        datetime | None, Field(description="Only those done before this time, ISO 8601.")
    ] = None
    tag: Annotated[str | None, Field(description="Only those with this tag.")] = None
    list: Annotated[str | None, Field(description="Only those on this list; inbox: on none.")] = None
    priority: Annotated[Level | None, Field(description="Only those of this priority.")] = None
    parent: Annotated[
        int | None, Field(description="Only the subtasks of the task with this number; 0: no subtasks.")
    ] = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, name) is None for name in Filters.model_fields)


def filtered(owner: User, by: Filters) -> TaskQuerySet:
    """The owner's tasks that match the filters. Raises `Invalid` for an invalid tag or unknown list."""
    status = by.status or ("completed" if by.completed_since or by.completed_before else "pending")
    found = with_status(Task.objects.of(owner), status)
    if by.due:
        found = due_within(found, by.due, timezone.now(), owner.date_settings)
    if by.due_from:
        found = found.filter(due_at__gte=aware(by.due_from, owner))
    if by.due_before:
        found = found.filter(due_at__lt=aware(by.due_before, owner))
    if by.completed_since:
        found = found.filter(completed_at__gte=aware(by.completed_since, owner))
    if by.completed_before:
        found = found.filter(completed_at__lt=aware(by.completed_before, owner))
    if by.tag:
        found = found.tagged(clean_tag(by.tag))
    if by.list is not None:
        found = found.filter(list=find_list(owner, by.list))
    if by.priority:
        found = found.filter(priority=by.priority)
    if by.parent is not None:
        found = found.filter(parent__number=by.parent) if by.parent else found.filter(parent=None)
    return found


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


def due_within(tasks: TaskQuerySet, due: Due, now: datetime, dates: DateSettings) -> TaskQuerySet:
    """From midnight to midnight on the user's calendar."""
    today = now.astimezone(dates.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    day = timedelta(days=1)
    next_week = today + days_left_in_week(today, dates.week_start) * day
    if due == "no_date":
        return tasks.filter(due_at=None)
    if due == "overdue":
        return tasks.overdue()
    spans = {
        "today": (today, today + day),
        "tomorrow": (today + day, today + 2 * day),
        "this_week": (today, next_week),
        "next_week": (next_week, next_week + 7 * day),
    }
    first, end = spans[due]
    return tasks.filter(due_at__gte=first, due_at__lt=end)
