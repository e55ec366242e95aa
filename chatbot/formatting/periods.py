"""Format ranges of days: "by Friday", "next week", "in the week of Mon 7 Dec", "in December".

Both ends are included; `None` is an open end.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .days import absolute_day, local_day, on_day, relative_day
from .phrases import Phrases, phrases_of
from .settings import DateSettings

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


def relative_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    """ "on Friday", "next week", "between today and Friday", "from Fri 11 Dec on", "by tomorrow"."""
    if first is None or last is None:
        return _open_period(first, last, now, settings)
    if first == last:
        return on_day(first, now, settings)
    today = local_day(now, settings)
    if whole := _week(first, last, now, settings) or _months(first, last, today.year, phrases_of(settings)):
        return whole
    is_near = first >= today and last < today + _WEEK
    say = relative_day if is_near else absolute_day
    return phrases_of(settings).between.format(say(first, now, settings), say(last, now, settings))


def _open_period(first: date | None, last: date | None, now: datetime, settings: DateSettings) -> str:
    phrases = phrases_of(settings)
    if first:
        return phrases.from_on.format(relative_day(first, now, settings))
    return phrases.by.format(relative_day(last, now, settings)) if last else phrases.any_time


def _week(first: date, last: date, now: datetime, settings: DateSettings) -> str:
    """ "" for what is no week of the person's calendar."""
    if last - first != _WEEK - _DAY or first.weekday() != settings.week_start:
        return ""
    today = local_day(now, settings)
    this_week = today - (today.weekday() - settings.week_start) % 7 * _DAY
    phrases, weeks = phrases_of(settings), (first - this_week) // _WEEK
    if -1 <= weeks <= 1:
        return phrases.weeks[weeks + 1]
    return phrases.week_of.format(absolute_day(first, now, settings))


def _months(first: date, last: date, this_year: int, phrases: Phrases) -> str:
    """ "" for what are no whole months."""
    if first.day != 1 or (last + _DAY).day != 1:
        return ""
    if (first.year, first.month, last.month) == (last.year, 1, 12):
        return phrases.in_year.format(first.year)
    is_said = last.year != this_year or first.year != last.year
    start, end = (
        f"{phrases.months[day.month - 1]}{f' {day.year}' if is_said else ''}" for day in (first, last)
    )
    if start == end:
        return phrases.in_month.format(start)
    is_one_year = first.year == last.year
    return phrases.from_to.format(phrases.months[first.month - 1] if is_one_year else start, end)
