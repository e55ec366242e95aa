"""Format ranges of days: "by Friday", "next week", "in the week of Mon 7 Dec", "in December".

Both ends are included; `None` is an open end.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .days import absolute_day, local_day, on_day, relative_day
from .names import MONTHS
from .settings import DateSettings

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_WEEKS = {-1: "last week", 0: "this week", 1: "next week"}


def relative_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    """ "on Friday", "next week", "between today and Friday", "from Fri 11 Dec on", "by tomorrow"."""
    if first is None or last is None:
        return _open_period(first, last, now, settings)
    if first == last:
        return on_day(first, now, settings)
    today = local_day(now, settings)
    if whole := _week(first, last, now, settings) or _months(first, last, today.year):
        return whole
    is_near = first >= today and last < today + _WEEK
    say = relative_day if is_near else absolute_day
    return f"between {say(first, now, settings)} and {say(last, now, settings)}"


def _open_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    if first:
        return f"from {relative_day(first, now, settings)} on"
    return f"by {relative_day(last, now, settings)}" if last else "at any time"


def _week(first: date, last: date, now: datetime, settings: DateSettings) -> str:
    """ "" for what is no week of the person's calendar."""
    if last - first != _WEEK - _DAY or first.weekday() != settings.week_start:
        return ""
    today = local_day(now, settings)
    this_week = today - (today.weekday() - settings.week_start) % 7 * _DAY
    near = _WEEKS.get((first - this_week) // _WEEK)
    return near or f"in the week of {absolute_day(first, now, settings)}"


def _months(first: date, last: date, this_year: int) -> str:
    """ "" for what are no whole months."""
    if first.day != 1 or (last + _DAY).day != 1:
        return ""
    if (first.year, first.month, last.month) == (last.year, 1, 12):
        return f"in {first.year}"
    is_said = last.year != this_year or first.year != last.year
    start, end = (f"{MONTHS[day.month - 1]}{f' {day.year}' if is_said else ''}" for day in (first, last))
    if start == end:
        return f"in {start}"
    return f"from {MONTHS[first.month - 1] if first.year == last.year else start} to {end}"
