"""The filters and the order of the task list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.expressions import OrderBy
from django.utils import timezone
from rest_framework import serializers

from chatbot.api.rest.strict import Moment, Query, Text, Word
from chatbot.domain.tasks.commands import search_tasks
from chatbot.domain.tasks.due import days_left_in_week
from chatbot.formatting import DateSettings
from chatbot.models import Task, User
from chatbot.models.folding import Fold
from chatbot.models.task import TAG_LENGTH, TaskQuerySet

# Each tag is a join, and SQLite joins at most 64 tables.
_TAGS_AT_MOST = 10
_SORTABLE = ("number", "title", "priority", "due_at", "completed_at", "created_at", "updated_at", "rank")
_URGENCY = Case(When(priority="low", then=Value(1)), When(priority="medium", then=Value(2)), default=Value(3))


class TaskQuery(Query):
    status = Word(["all", "pending", "completed", "overdue"], required=False)
    completed = serializers.BooleanField(required=False)
    priority = Word(Task.Priority.choices, required=False)
    tag = serializers.ListField(
        child=Text(max_length=TAG_LENGTH + 1),
        max_length=_TAGS_AT_MOST,
        required=False,
        help_text="Given more than once: tasks that have all of the tags.",
    )
    list = Text(
        required=False,
        help_text="The id of a list, or `inbox` for tasks on no list. A list that you do not have has none.",
    )
    parent = Text(  # type: ignore[assignment]  # the class takes its fields out of itself
        required=False,
        help_text="The id of a task, for its subtasks, or `none` for tasks that are no subtasks.",
    )
    due = Word(
        ["overdue", "today", "tomorrow", "week"],
        required=False,
        help_text="On the calendar of your time zone; a week is the rest of yours, by `week_start`.",
    )
    updated_since = Moment(
        required=False, help_text="Changed or added at that moment or later. Events tell what was deleted."
    )
    due_before = Moment(required=False)
    due_after = Moment(required=False)
    search = Text(
        max_length=200, required=False, help_text="Every word is in the title, description or tags."
    )
    q = Text(max_length=200, required=False, help_text="The same as `search`.")
    ordering = Word(
        [f"{sign}{name}" for name in _SORTABLE for sign in ("", "-")],
        required=False,
        help_text="Without it, open tasks come first, the most urgent on top.",
    )


def find_tasks(owner: User, query: dict[str, Any]) -> TaskQuerySet:
    text = f"{query.get('search', '')} {query.get('q', '')}"
    tasks = _with_status(search_tasks(owner, text), query)
    if "priority" in query:
        tasks = tasks.filter(priority=query["priority"])
    for name in query.get("tag", ()):
        tasks = tasks.tagged(name.removeprefix("#"))
    if "list" in query:
        tasks = tasks.on(query["list"])
    if "parent" in query:
        tasks = tasks.below(query["parent"])
    if "due" in query:
        tasks = _due(tasks, query["due"], timezone.now(), owner.date_settings)
    if "updated_since" in query:
        tasks = tasks.filter(updated_at__gte=query["updated_since"])
    if "due_before" in query:
        tasks = tasks.filter(due_at__lt=query["due_before"])
    if "due_after" in query:
        tasks = tasks.filter(due_at__gt=query["due_after"])
    if "ordering" in query:
        tasks = tasks.order_by(_ordering(query["ordering"]), "number")
    return tasks


def _with_status(tasks: TaskQuerySet, query: dict[str, Any]) -> TaskQuerySet:
    if "completed" in query:
        tasks = tasks.completed() if query["completed"] else tasks.pending()
    match query.get("status"):
        case "pending":
            return tasks.pending()
        case "completed":
            return tasks.completed()
        case "overdue":
            return tasks.overdue()
    return tasks


def _due(tasks: TaskQuerySet, due: str, now: datetime, dates: DateSettings) -> TaskQuerySet:
    if due == "overdue":
        return tasks.overdue()
    today = now.astimezone(dates.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    week = days_left_in_week(today, dates.week_start)
    first, last = {"today": (0, 1), "tomorrow": (1, 2), "week": (0, week)}[due]
    return tasks.filter(due_at__gte=today + timedelta(days=first), due_at__lt=today + timedelta(days=last))


def _ordering(name: str) -> OrderBy:
    field = name.removeprefix("-")
    by = {"priority": _URGENCY, "title": Fold("title")}.get(field, F(field))
    return by.desc(nulls_last=True) if name.startswith("-") else by.asc(nulls_last=True)
