"""Format days: "tomorrow", "on Friday", "Fri 11 Dec".

A day is a date, or the date of a moment on the person's calendar. Use relative words for what is read at
once, absolute ones for what is kept, and `full_day` also for what a program reads later.
"""

from __future__ import annotations

from datetime import date, datetime

from .names import MONTHS, WEEKDAYS
from .settings import DateSettings

_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def relative_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "yesterday", "today", "tomorrow", a weekday within six days, else a date."""
    local = local_day(day, settings)
    days = (local - local_day(now, settings)).days
    if days in _NEAR:
        return _NEAR[days]
    return WEEKDAYS[local.weekday()] if 1 < days < 7 else absolute_day(day, now, settings)


def on_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "today", "on Friday", "on Fri 11 Dec"."""
    words = relative_day(day, now, settings)
    return words if words in _NEAR.values() else f"on {words}"


def absolute_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "Fri 11 Dec", "Fri 1 Jan 2027"."""
    local = local_day(day, settings)
    is_this_year = local.year == local_day(now, settings).year
    return _without_year(local) if is_this_year else full_day(local)


def full_day(day: date) -> str:
    """ "Fri 11 Dec 2026", whatever year it is."""
    return f"{_without_year(day)} {day.year}"


def local_day(day: date, settings: DateSettings) -> date:
    """The day itself, or the one of a moment on the person's calendar."""
    return day.astimezone(settings.zone).date() if isinstance(day, datetime) else day


def _without_year(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
