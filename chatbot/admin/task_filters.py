"""Filters of the list of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.tasks.lists import is_inbox
from chatbot.models import Task, TaskList, TaskTag
from chatbot.models.task import TaskQuerySet

from .filters import SUGGESTED, TextFilter


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", pgettext("tasks", "Open")),
            ("overdue", gettext("Overdue")),
            ("done", gettext("Done")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        tasks = cast(TaskQuerySet, queryset)
        match self.value():
            case "open":
                return tasks.pending()
            case "overdue":
                return tasks.overdue()
            case "done":
                return tasks.completed()
        return tasks


class DueFilter(admin.SimpleListFilter):
    """By days in the time zone of the reader."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("past", gettext("Before today")),
            ("today", gettext("Today")),
            ("tomorrow", gettext("Tomorrow")),
            ("week", gettext("In the next 7 days")),
            ("later", gettext("Later")),
            ("none", gettext("No due date")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        match self.value():
            case "past":
                return queryset.filter(due_at__lt=_midnight(0))
            case "today":
                return _between(queryset, 0, 1)
            case "tomorrow":
                return _between(queryset, 1, 2)
            case "week":
                return _between(queryset, 0, 7)
            case "later":
                return queryset.filter(due_at__gte=_midnight(7))
            case "none":
                return queryset.filter(due_at=None)
        return queryset


class ListFilter(TextFilter):
    title = _("list")
    parameter_name = "list_name"

    def suggestions(self) -> Iterable[str]:
        return _most_used_names(TaskList.objects.all())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        """By the name, of anybody's list; "inbox" for the tasks on none."""
        name = (self.value() or "").strip()
        if not name:
            return queryset
        if is_inbox(name):
            return queryset.filter(list=None)
        return queryset.filter(list__in=TaskList.objects.named(name))


class TagFilter(TextFilter):
    title = _("tag")
    parameter_name = "tag"

    def suggestions(self) -> Iterable[str]:
        return _most_used_names(TaskTag.objects.all())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        name = (self.value() or "").strip().lstrip("#")
        return cast(TaskQuerySet, queryset).tagged(name) if name else queryset


def _most_used_names(rows: QuerySet[TaskList] | QuerySet[TaskTag]) -> Iterable[str]:
    by_use = rows.values("name").annotate(count=Count("pk")).order_by("-count", "name")
    return by_use.values_list("name", flat=True)[:SUGGESTED]


def _between(tasks: QuerySet[Task], first: int, last: int) -> QuerySet[Task]:
    return tasks.filter(due_at__gte=_midnight(first), due_at__lt=_midnight(last))


def _midnight(days: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))
