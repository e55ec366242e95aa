"""Figures for operators: runs, queue, failures, tools, and usage. Each is one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Sum

from chatbot.domain.journal.usage import today
from chatbot.models import DailyUsage, JobProcess, Run, ToolCall
from chatbot.models.now import Now

DAYS = 14  # of usage
_SECOND = timedelta(seconds=1)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_SHOWN = 8  # lines of each table
_CALLS = 5_000  # the latest ones, of which durations are computed


@dataclass(frozen=True, slots=True)
class UsageOf:
    """Of a day or a person: tokens in and out together, and their cost, if any turn had a price."""

    label: Any
    tokens: int
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class ToolTimes:
    """In seconds: the median, and the longest."""

    name: str
    calls: int
    median: float
    longest: float


def active_runs() -> dict[str, int]:
    """How many runs are in each of the active states."""
    counted = Run.objects.filter(status__in=Run.ACTIVE).order_by().values_list("status").annotate(Count("pk"))
    found = dict(counted)
    return {status: found.get(status, 0) for status in Run.ACTIVE}


def waiting_since() -> datetime | None:
    """When the run that waits longest was queued."""
    queued = Run.objects.filter(status=Run.Status.QUEUED)
    oldest: datetime | None = queued.aggregate(oldest=Min("created_at"))["oldest"]
    return oldest


def ended_runs() -> dict[str, int]:
    """How many runs of the last 24 hours have ended in each state."""
    ended = _since(_DAY).exclude(status__in=Run.ACTIVE).order_by().values_list("status")
    found = dict(ended.annotate(Count("pk")))
    return {status: found.get(status, 0) for status in Run.Status.values if status not in Run.ACTIVE}


def failures() -> list[tuple[str, int]]:
    """The most frequent codes of failed runs of the last seven days."""
    failed = _since(_WEEK).filter(status=Run.Status.FAILED).order_by().values_list("error_code")
    counted = Counter(dict(failed.annotate(Count("pk"))))
    return counted.most_common(_SHOWN)


def slow_tools() -> list[ToolTimes]:
    """Of the latest calls that are done; the slowest by their median first."""
    calls = ToolCall.objects.filter(status=ToolCall.Status.DONE).order_by("-pk")
    took: dict[str, list[float]] = defaultdict(list)
    for name, started, finished in calls.values_list("name", "started_at", "finished_at")[:_CALLS]:
        if finished:
            took[name].append((finished - started) / _SECOND)
    found = [
        ToolTimes(name, len(times), sorted(times)[len(times) // 2], max(times))
        for name, times in took.items()
    ]
    return sorted(found, key=lambda tool: tool.median, reverse=True)[:_SHOWN]


def usage_by_day() -> list[UsageOf]:
    """Of each of the last 14 days, the first one first."""
    last = today()
    days = [last - timedelta(days=back) for back in reversed(range(DAYS))]
    found: dict[date, UsageOf] = {row.label: row for row in _usage_by("day", days[0])}
    return [found.get(day, UsageOf(day, 0, None)) for day in days]


def usage_by_person() -> list[UsageOf]:
    """Of the last 14 days, the most tokens first."""
    rows = _usage_by("owner__username", today() - timedelta(days=DAYS - 1))
    return sorted(rows, key=lambda row: row.tokens, reverse=True)[:_SHOWN]


def job_processes() -> QuerySet[JobProcess]:
    """Those that were alive in the last hour."""
    return (
        JobProcess.objects.with_jobs().filter(seen_at__gt=Now() - timedelta(hours=1)).order_by("kind", "name")
    )


def _since(span: timedelta) -> QuerySet[Run]:
    return Run.objects.filter(created_at__gt=Now() - span)


def _usage_by(label: str, first: date) -> list[UsageOf]:
    rows = DailyUsage.objects.filter(day__gte=first).order_by().values_list(label)
    tokens = Sum(F("input_tokens") + F("output_tokens"))
    return [UsageOf(*row) for row in rows.annotate(tokens=tokens, total_cost=Sum("cost"))]
