"""The sections of the list of open tasks: by how soon they are due, or by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chatbot.domain.tasks.due import days_left_in_week
from chatbot.formatting import DateSettings, absolute_day, capitalized, notice
from chatbot.formatting.days import local_day
from chatbot.formatting.whole_days import is_over
from chatbot.models import Task
from chatbot.models.task import INBOX, TaskQuerySet
from chatbot.pages.tasks.rows import TaskRow, task_rows

_UNDATED, _OVERDUE = "undated", "overdue"

type Counted = tuple[int, int | None]  # tasks, and the minutes that they take


@dataclass(frozen=True, slots=True)
class Calendar:
    """The person's present day."""

    now: datetime
    dates: DateSettings

    @property
    def today(self) -> date:
        return self.now.astimezone(self.dates.zone).date()

    def after(self, days: int) -> datetime:
        """The moment at which the day ends that is so many days after today."""
        return datetime.combine(self.today + timedelta(days=days + 1), time(), self.dates.zone)


@dataclass(slots=True)
class Section:
    """`count` and `minutes`, which are their estimates, are those of all its tasks, of which a page may show
    some; None where they are not counted.
    """

    key: str
    label: str
    rows: list[TaskRow] = field(default_factory=list)
    count: int | None = None
    minutes: int | None = None

    @property
    def estimate(self) -> str:
        """ "90 minutes", in the language of the page."""
        return estimate_of(self.minutes)


def estimate_of(minutes: int | None) -> str:
    return notice(minutes, get_language() or "en") if minutes else ""


@dataclass(frozen=True, slots=True)
class _Period:
    """What is due before `end`, and neither over nor in an earlier period."""

    key: str
    end: datetime | None  # None: without an end


_LABELS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "week": gettext_lazy("This week"),
    "next-week": gettext_lazy("Next week"),
    "later": gettext_lazy("Later"),
    _UNDATED: gettext_lazy("No date"),
}


def by_period(tasks: Sequence[Task], every: TaskQuerySet, calendar: Calendar) -> list[Section]:
    """Sections of a page of open tasks in the order of their due dates; `every` are those of all pages."""
    periods = _periods(calendar)
    counts = _counts(every, periods, calendar)

    def period_of(task: Task) -> str:
        if task.due is None or task.due_at is None:
            return _UNDATED
        if is_over(task.due, calendar.now, calendar.dates.zone):
            return _OVERDUE
        return next(one.key for one in periods if one.end is None or task.due_at < one.end)

    return [
        Section(key, str(_LABELS[key]), rows, *counts[key])
        for key, rows in _divided(tasks, period_of, calendar)
    ]


def by_day(tasks: Sequence[Task], calendar: Calendar) -> list[Section]:
    """Sections of a page of tasks that are due on later days."""

    def day_of(task: Task) -> date:
        due = local_day(task.due, calendar.dates) if task.due else date.max
        start = task.start_on or date.min
        return start if calendar.today < start < due else due

    return [
        Section(f"{day}", _day_label(day, calendar), rows) for day, rows in _divided(tasks, day_of, calendar)
    ]


def by_priority(tasks: Sequence[Task], every: TaskQuerySet, calendar: Calendar) -> list[Section]:
    """Sections of a page of tasks that are in the order of their priorities."""
    counts = counts_by(every, "priority")
    return [
        Section(key, str(Task.Priority(key).label), rows, *counts[key])
        for key, rows in _divided(tasks, lambda task: task.priority, calendar)
    ]


def by_list(tasks: Sequence[Task], every: TaskQuerySet, calendar: Calendar) -> list[Section]:
    """Sections of a page of tasks that are in the order of their lists."""
    counts = counts_by(every, "list")
    return [
        Section(f"{one.pk}" if one else INBOX, one.name if one else _("Inbox"), rows, *counts[one and one.pk])
        for one, rows in _divided(tasks, lambda task: task.list, calendar)
    ]


def counts_by(tasks: TaskQuerySet, field: str) -> dict[Any, Counted]:
    """How many tasks there are of each value of a field, and how long they take."""
    found = tasks.order_by().values_list(field).annotate(Count("pk"), Sum("estimate"))
    return {key: (count, minutes) for key, count, minutes in found}


def _day_label(day: date, calendar: Calendar) -> str:
    label = capitalized(absolute_day(day, calendar.now, calendar.dates))
    is_tomorrow = day == calendar.today + timedelta(days=1)
    return _("Tomorrow, %(day)s") % {"day": label} if is_tomorrow else label


def _periods(calendar: Calendar) -> list[_Period]:
    """On the last days of a week, the next one is a section of its own."""
    left = days_left_in_week(calendar.today, calendar.dates.week_start) - 1
    week = (
        _Period("week", calendar.after(left)) if left > 1 else _Period("next-week", calendar.after(left + 7))
    )
    return [
        _Period("today", calendar.after(0)),
        _Period("tomorrow", calendar.after(1)),
        week,
        _Period("later", None),
    ]


def _counts(tasks: TaskQuerySet, periods: Sequence[_Period], calendar: Calendar) -> dict[str, Counted]:
    over = Q(due_at__lt=calendar.now) & (Q(due_on=None) | Q(due_on__lt=calendar.today))
    wanted = {_OVERDUE: over, _UNDATED: Q(due_at=None)}
    begin = Q(due_at__isnull=False) & ~over
    for period in periods:
        wanted[period.key] = begin & Q(due_at__lt=period.end) if period.end else begin
        begin = Q(due_at__gte=period.end)
    names = {key: f"period_{number}" for number, key in enumerate(wanted)}
    counts = {names[key]: Count("pk", filter=condition) for key, condition in wanted.items()}
    sums = {f"{names[key]}_sum": Sum("estimate", filter=condition) for key, condition in wanted.items()}
    found = tasks.aggregate(**counts, **sums)
    return {key: (found[name], found[f"{name}_sum"]) for key, name in names.items()}


def _divided[Key](
    tasks: Sequence[Task], key_of: Callable[[Task], Key], calendar: Calendar
) -> Iterator[tuple[Key, list[TaskRow]]]:
    rows = iter(task_rows(tasks, calendar.dates, calendar.now))
    for key, alike in groupby(tasks, key_of):
        yield key, [next(rows) for _task in alike]
