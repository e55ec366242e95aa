"""The one way to say which day, and which days: "tomorrow", "Fri 11 Dec", "by Friday".

A day is a date of the person's calendar, or the one of a moment. Relative words are for what is read at once,
absolute ones for what is kept, and `full_day` for what a program reads later, too.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .names import MONTHS, WEEKDAYS
from .settings import DateSettings

_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_WEEKS = {-1: "last week", 0: "this week", 1: "next week"}


def relative_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "yesterday", "today", "tomorrow", a weekday within six days, else a date."""
    local = _local(day, settings)
    days = (local - _local(now, settings)).days
    if days in _NEAR:
        return _NEAR[days]
    return WEEKDAYS[local.weekday()] if 1 < days < 7 else absolute_day(day, now, settings)


def on_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "today", "on Friday", "on Fri 11 Dec"."""
    words = relative_day(day, now, settings)
    return words if words in _NEAR.values() else f"on {words}"


def absolute_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "Fri 11 Dec", "Fri 1 Jan 2027"."""
    local = _local(day, settings)
    is_this_year = local.year == _local(now, settings).year
    return _without_year(local) if is_this_year else full_day(local)


def full_day(day: date) -> str:
    """ "Fri 11 Dec 2026", whatever year it is."""
    return f"{_without_year(day)} {day.year}"


def relative_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    """ "on Friday", "next week", "between today and Friday", "from Fri 11 Dec on", "by tomorrow".

    Both days are included; None is an open end.
    """
    if first is None or last is None:
        return _open_period(first, last, now, settings)
    if first == last:
        return on_day(first, now, settings)
    today = _local(now, settings)
    week = today - timedelta(days=(today.weekday() - settings.week_start) % 7)
    if last - first == timedelta(days=6) and (offset := (first - week) / timedelta(weeks=1)) in _WEEKS:
        return _WEEKS[int(offset)]
    is_near = first >= today and last < today + timedelta(weeks=1)
    say = relative_day if is_near else absolute_day
    return f"between {say(first, now, settings)} and {say(last, now, settings)}"


def _open_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    if first:
        return f"from {relative_day(first, now, settings)} on"
    return f"by {relative_day(last, now, settings)}" if last else "at any time"


def _local(day: date, settings: DateSettings) -> date:
    return day.astimezone(settings.zone).date() if isinstance(day, datetime) else day


def _without_year(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]}"
