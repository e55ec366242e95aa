"""How long the agent of a step has worked, and how long it has waited for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chatbot.formatting import duration
from chatbot.models import Run

NOTICEABLE = timedelta(seconds=1)


def time_spent(runs: Iterable[Run]) -> str:
    """ "3.2 s · waited 26 s for you"; "" while the last run is active. Pauses between runs do not count."""
    worked = waited = timedelta(0)
    for run in runs:
        if run.active:
            return ""
        if run.started_at and run.finished_at:
            asked = _waited(run)
            worked += max(run.finished_at - run.started_at - asked, timedelta(0))
            waited += asked
    if not worked and not waited:
        return ""
    parts = [duration(_milliseconds(worked))]
    if waited >= NOTICEABLE:
        parts.append(_("waited %(time)s for you") % {"time": duration(_milliseconds(waited))})
    return " · ".join(parts)


def elapsed(runs: Sequence[Run], now: datetime) -> int | None:
    """Milliseconds that the agent of a step has worked so far; `None` if it is not working now."""
    if not runs or runs[-1].status != Run.Status.RUNNING:
        return None
    started = ((run, run.started_at, run.finished_at or now) for run in runs)
    worked = sum((end - start - _waited(run) for run, start, end in started if start), timedelta(0))
    return max(round(_milliseconds(worked)), 0)


def _waited(run: Run) -> timedelta:
    calls = run.tool_calls.all()
    return sum((call.decided_at - call.started_at for call in calls if call.decided_at), timedelta(0))


def _milliseconds(time: timedelta) -> float:
    return time.total_seconds() * 1000
