"""Format ranges of hours: "tomorrow between 14:00 and 16:00", "by Friday at 9:00"."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from .days import on_day, relative_day
from .moments import clock_time, relative_moment
from .phrases import phrases_of
from .settings import DateSettings

_MIDNIGHT = time(0)


def relative_hours(
    first: datetime | None, last: datetime | None, now: datetime, settings: DateSettings, *, has_last: bool
) -> str:
    """None is an open end; `has_last`: the moment `last` is included."""
    phrases = phrases_of(settings)
    if first is None:
        return _until(last, now, settings, has_last=has_last) if last else phrases.any_time
    if last is None:
        return phrases.from_on.format(relative_moment(first, now, settings))
    local_first, local_last = first.astimezone(settings.zone), last.astimezone(settings.zone)
    ends_day = local_last.time() == _MIDNIGHT and not has_last
    last_day = local_last.date() - timedelta(days=ends_day)
    if local_first.date() != last_day:
        words = (relative_moment(moment, now, settings) for moment in (first, last))
        return phrases.between.format(*words)
    day, start, end = on_day(first, now, settings), clock_time(first, settings), clock_time(last, settings)
    if first == last:
        return phrases.at.format(day, start)
    if local_first.time() == _MIDNIGHT:
        return day if ends_day else (phrases.until_time if has_last else phrases.before_time).format(day, end)
    return phrases.from_time.format(day, start) if ends_day else phrases.between_times.format(day, start, end)


def _until(last: datetime, now: datetime, settings: DateSettings, *, has_last: bool) -> str:
    phrases = phrases_of(settings)
    if last.astimezone(settings.zone).time() == _MIDNIGHT and not has_last:
        return phrases.by.format(relative_day(last - timedelta(minutes=1), now, settings))
    return (phrases.by if has_last else phrases.before).format(relative_moment(last, now, settings))
