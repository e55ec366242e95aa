"""Format ranges of hours: "tomorrow between 14:00 and 16:00", "by Friday at 9:00"."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from .days import on_day, relative_day
from .moments import clock_time, relative_moment
from .settings import DateSettings

_MIDNIGHT = time(0)


def relative_hours(
    first: datetime | None, last: datetime | None, now: datetime, settings: DateSettings, *, has_last: bool
) -> str:
    """None is an open end; `has_last`: the moment `last` is included."""
    if first is None:
        return _until(last, now, settings, has_last=has_last) if last else "at any time"
    if last is None:
        return f"from {relative_moment(first, now, settings)} on"
    local_first, local_last = first.astimezone(settings.zone), last.astimezone(settings.zone)
    ends_day = local_last.time() == _MIDNIGHT and not has_last
    last_day = local_last.date() - timedelta(days=ends_day)
    if local_first.date() != last_day:
        words = (relative_moment(moment, now, settings) for moment in (first, last))
        return "between {} and {}".format(*words)
    day, start, end = on_day(first, now, settings), clock_time(first, settings), clock_time(last, settings)
    if first == last:
        return f"{day} at {start}"
    if local_first.time() == _MIDNIGHT:
        return day if ends_day else f"{day} {'until' if has_last else 'before'} {end}"
    return f"{day} from {start} on" if ends_day else f"{day} between {start} and {end}"


def _until(last: datetime, now: datetime, settings: DateSettings, *, has_last: bool) -> str:
    if last.astimezone(settings.zone).time() == _MIDNIGHT and not has_last:
        return f"by {relative_day(last - timedelta(minutes=1), now, settings)}"
    return f"{'by' if has_last else 'before'} {relative_moment(last, now, settings)}"
