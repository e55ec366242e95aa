"""The figures on the admin's first page, for those who may see runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.template import Library
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.journal.usage_words import cost_phrase
from chatbot.domain.operations import figures
from chatbot.formatting import absolute_day
from chatbot.formatting.request_dates import current_date_settings
from chatbot.models import JobProcess, Run
from chatbot.models.job_process import ALIVE

from .markup import duration, list_link, state

register = Library()

_WIDTH, _HEIGHT, _GAP = 24, 96, 6  # of a bar, in units of the chart


@dataclass(frozen=True, slots=True)
class Bar:
    """`top` and `height` in units of the chart; `label` is its text for readers."""

    left: int
    top: int
    height: int
    label: str


@dataclass(frozen=True, slots=True)
class Process:
    name: str
    kind: str
    is_alive: bool
    seen: str


@register.inclusion_tag("admin/dashboard.html", takes_context=True)
def dashboard(context: Any) -> dict[str, Any]:
    if not context["request"].user.has_perm("chatbot.view_run"):
        return {"is_shown": False}
    now = timezone.now()
    waiting = figures.waiting_since()
    active = figures.active_runs()
    days = figures.usage_by_day()
    processes = [_process(process, now) for process in figures.job_processes()]
    return {
        "is_shown": True,
        "may_stop": context["request"].user.has_perm("chatbot.change_run"),
        "csrf_token": context.get("csrf_token"),
        "active": _states(active),
        "has_active": any(active.values()),
        "waiting": duration((now - waiting).total_seconds() * 1_000) if waiting else "",
        "ended": _states(figures.ended_runs()),
        "failures": [
            (list_link(Run, code or _("without a code"), error_code=code, status__exact="failed"), count)
            for code, count in figures.failures()
        ],
        "tools": [
            (tool.name, tool.calls, duration(tool.median * 1_000), duration(tool.longest * 1_000))
            for tool in figures.slow_tools()
        ],
        "tokens": _chart(days, [day.tokens for day in days], lambda day: f"{day.tokens:,} " + _("tokens")),
        "costs": _chart(days, [day.cost or 0 for day in days], lambda day: cost_phrase(day.cost)),
        "people": [
            (row.label, f"{row.tokens:,}", cost_phrase(row.cost)) for row in figures.usage_by_person()
        ],
        "processes": processes,
        "has_worker": any(process.is_alive for process in processes),
    }


def _states(counts: dict[str, int]) -> list[tuple[Any, int]]:
    labels = dict(Run.Status.choices)
    return [
        (list_link(Run, state(name, str(labels[name])), status__exact=name), count)
        for name, count in counts.items()
    ]


def _process(process: JobProcess, now: datetime) -> Process:
    since = now - process.seen_at
    return Process(
        name=process.name,
        kind=process.get_kind_display(),
        is_alive=since < ALIVE,
        seen=duration(max(since.total_seconds(), 0) * 1_000),
    )


def _chart(
    days: Sequence[figures.UsageOf], values: Sequence[int | Decimal], words: Any
) -> dict[str, Any] | None:
    """The bars of a chart; nothing if all are 0."""
    highest = max(values)
    if not highest:
        return None
    now, dates = timezone.now(), current_date_settings()
    bars = []
    for number, (day, value) in enumerate(zip(days, values, strict=True)):
        height = round(float(value / highest) * _HEIGHT)
        label = f"{absolute_day(day.label, now, dates)}: {words(day)}"
        bars.append(Bar(number * (_WIDTH + _GAP), _HEIGHT - height, height, label))
    return {
        "bars": bars,
        "bar_width": _WIDTH,
        "width": len(bars) * (_WIDTH + _GAP) - _GAP,
        "height": _HEIGHT,
        "highest": words(days[list(values).index(highest)]),
    }
