"""The calendar of tasks, by month or week: what is due or starts on each day, and what comes again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from chatbot.formatting import DateSettings, clock_time
from chatbot.models import Task, User
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.sections import estimate_of
from chatbot.recurrence import Recurrence, following

_SHOWN = 4  # tasks of a day, the others are folded
_TASKS = 1_000  # of a month
_SERIES = 100  # whose later dates are shown
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A task on a day; `is_later` if it is a later date of its series, for which there is no task yet.

    `is_start`: it starts on that day, and is due on another one or none.
    """

    title: str
    url: str
    time: str
    is_done: bool
    is_overdue: bool
    is_later: bool
    is_start: bool = False
    minutes: int = 0  # that it takes

    @property
    def estimate(self) -> str:
        return estimate_of(self.minutes)


@dataclass(slots=True)
class Day:
    date: date
    name: str
    is_today: bool
    is_outside: bool  # of the month
    entries: list[Entry] = field(default_factory=list)

    @property
    def estimate(self) -> str:
        """How long what is still to be done takes."""
        return estimate_of(
            sum(entry.minutes for entry in self.entries if not (entry.is_done or entry.is_start))
        )

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:_SHOWN]

    @property
    def folded(self) -> list[Entry]:
        return self.entries[_SHOWN:]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a month with those of its first and last week, or of a week."""

    anchor: date
    is_week: bool
    week_start: int

    @classmethod
    def of(cls, text: str, *, is_week: bool, today: date, week_start: int) -> Span:
        """Around a day in ISO 8601; around today for anything else, and for years that have no neighbours."""
        try:
            anchor = date.fromisoformat(text)
        except ValueError:
            anchor = today
        return cls(anchor if 2 <= anchor.year <= 9998 else today, is_week, week_start)

    @property
    def first(self) -> date:
        start = self.anchor if self.is_week else self.anchor.replace(day=1)
        return start - timedelta(days=(start.weekday() - self.week_start) % _DAYS)

    @property
    def last(self) -> date:
        end = self.first if self.is_week else self._next_month - timedelta(days=1)
        return end + timedelta(days=(self.week_start - 1 - end.weekday()) % _DAYS)

    @property
    def _next_month(self) -> date:
        return (self.anchor.replace(day=1) + timedelta(days=32)).replace(day=1)

    @property
    def before(self) -> date:
        return (
            self.anchor - timedelta(days=_DAYS) if self.is_week else self.anchor.replace(day=1) - timedelta(1)
        )

    @property
    def after(self) -> date:
        return self.anchor + timedelta(days=_DAYS) if self.is_week else self._next_month

    @property
    def label(self) -> str:
        if not self.is_week:
            return date_format(self.anchor, "F Y")
        days = (date_format(self.first, "j F"), date_format(self.last, "j F Y"))
        return pgettext("two days", "%(first)s – %(last)s") % {"first": days[0], "last": days[1]}

    def days(self, today: date) -> list[Day]:
        number = (self.last - self.first).days + 1
        dates = (self.first + timedelta(days=after) for after in range(number))
        return [
            Day(
                date=one,
                name=date_format(one, "l j F"),
                is_today=one == today,
                is_outside=not self.is_week and one.month != self.anchor.month,
            )
            for one in dates
        ]


@require_safe
@signed_in
def calendar(request: SignedInRequest) -> HttpResponse:
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    dates, now = user.date_settings, timezone.now()
    today = now.astimezone(dates.zone).date()
    is_week = "week" in request.GET
    given = request.GET.get("week" if is_week else "month", "")
    span = Span.of(given, is_week=is_week, today=today, week_start=dates.week_start)
    days = span.days(today)
    by_date = _entries(user, span, dates, now)
    for day in days:
        day.entries = by_date.get(day.date, [])
    context = {
        **listening,
        **shell(user, "tasks"),
        "label": span.label,
        "is_week": is_week,
        "weeks": [days[start : start + _DAYS] for start in range(0, len(days), _DAYS)],
        "weekdays": [date_format(day.date, "D") for day in days[:_DAYS]],
        "previous_url": _address(is_week, span.before),
        "next_url": _address(is_week, span.after),
        "today_url": _address(is_week, today),
        "month_url": _address(False, span.anchor),
        "week_url": _address(True, span.anchor),
        "has_none": not any(day.entries for day in days),
    }
    return render(request, "tasks/calendar.html", context)


def _address(is_week: bool, day: date) -> str:
    return f"{reverse('task-calendar')}?{urlencode({'week' if is_week else 'month': day.isoformat()})}"


def _entries(owner: User, span: Span, dates: DateSettings, now: datetime) -> dict[date, list[Entry]]:
    """By day: those of the whole day first, then by time."""
    start, end = (
        datetime.combine(day, time(), dates.zone) for day in (span.first, span.last + timedelta(days=1))
    )
    today = now.astimezone(dates.zone).date()
    is_due = Q(due_at__gte=start, due_at__lt=end)
    starts = Q(completed_at=None, start_on__gte=max(span.first, today), start_on__lte=span.last)
    shown = Task.objects.of(owner).filter(is_due | starts).order_by("due_at", "number")
    found: dict[date, list[tuple[datetime, Entry]]] = defaultdict(list)
    for task in shown[:_TASKS]:
        if task.due_at:
            local = task.due_at.astimezone(dates.zone)
            found[local.date()].append((local, _entry(task, local, dates, now, is_later=False)))
        if task.start_on and task.start_on >= today and not task.completed:
            _add_start(task, found, dates)
    for task, local in _later(owner, start, end, dates):
        found[local.date()].append((local, _entry(task, local, dates, now, is_later=True)))
    return {
        day: [entry for _moment, entry in sorted(entries, key=lambda each: (bool(each[1].time), each[0]))]
        for day, entries in found.items()
    }


def _add_start(task: Task, found: dict[date, list[tuple[datetime, Entry]]], dates: DateSettings) -> None:
    """The day of its start, unless it is due on that."""
    day = task.start_on
    if day and not (task.due_at and task.due_at.astimezone(dates.zone).date() == day):
        entry = Entry(task.title, reverse("task", args=[task.number]), "", False, False, False, is_start=True)
        found[day].append((datetime.combine(day, time.max, dates.zone), entry))


def _later(
    owner: User, start: datetime, end: datetime, dates: DateSettings
) -> Iterator[tuple[Task, datetime]]:
    """The dates after that of the open task of each series, from its due date."""
    open_ones = Task.objects.of(owner).pending().exclude(repeat="").filter(due_at__lt=end)
    for task in open_ones.order_by("due_at", "number")[:_SERIES]:
        if task.repeat_from != Task.RepeatFrom.DUE or task.due_at is None:
            continue
        rule, first = Recurrence.parse(task.repeat), task.series_start or task.due_at
        seen: set[date] = {task.due_at.astimezone(dates.zone).date()}
        moment = following(rule, first, max(task.due_at, start - timedelta(seconds=1)), dates.zone)
        while moment and moment < end:
            local = moment.astimezone(dates.zone)
            if local.date() not in seen:  # one a day, of what comes every hour
                seen.add(local.date())
                yield task, local
            after = datetime.combine(local.date(), time.max, dates.zone)
            moment = following(rule, first, after, dates.zone)


def _entry(task: Task, local: datetime, dates: DateSettings, now: datetime, *, is_later: bool) -> Entry:
    return Entry(
        title=task.title,
        url=reverse("task", args=[task.number]),
        time="" if task.due_on else clock_time(local, dates),
        is_done=task.completed,
        is_overdue=task.overdue if not is_later else not task.completed and local < now,
        is_later=is_later,
        minutes=task.estimate or 0,
    )
