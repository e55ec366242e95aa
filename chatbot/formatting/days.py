"""Format days: "tomorrow", "on Friday", "Fri 11 Dec".

A day is a date, or the date of a moment on the person's calendar. Use relative words for what is read at
once, and absolute ones for what is kept. `due_by` is for what is read as a date again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from .phrases import phrases_of
from .settings import DateSettings


def relative_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "yesterday", "today", "tomorrow", a weekday within six days, else a date."""
    phrases, local = phrases_of(settings), local_day(day, settings)
    days = (local - local_day(now, settings)).days
    if -1 <= days <= 1:
        return phrases.near[days + 1]
    return phrases.weekdays[local.weekday()] if 1 < days < 7 else absolute_day(day, now, settings)


def on_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "today", "on Friday", "on Fri 11 Dec"."""
    phrases, words = phrases_of(settings), relative_day(day, now, settings)
    return words if words in phrases.near else phrases.on.format(words)


def absolute_day(day: date, now: datetime, settings: DateSettings) -> str:
    """ "Fri 11 Dec", "Fri 1 Jan 2027"."""
    phrases, local = phrases_of(settings), local_day(day, settings)
    is_this_year = local.year == local_day(now, settings).year
    return phrases.short_day(local) if is_this_year else phrases.day_with_year(local)


def due_by(day: date, settings: DateSettings) -> str:
    """ "by Fri 11 Dec 2026", whatever year it is, in the language in which the person's texts are read."""
    phrases = phrases_of(replace(settings, written_in=settings.language.split("-")[0]))
    return phrases.by.format(phrases.day_with_year(day))


def local_day(day: date, settings: DateSettings) -> date:
    """The day itself, or the one of a moment on the person's calendar."""
    return day.astimezone(settings.zone).date() if isinstance(day, datetime) else day
