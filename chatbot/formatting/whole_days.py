"""What is due on a day, a date, ends with its last minute, 23:59 in the person's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

END_OF_DAY = time(23, 59)


def moment_of(due: date | datetime, zone: tzinfo | None) -> datetime:
    """The moment at which a task is due: a datetime itself, or the last minute of a date."""
    return due if isinstance(due, datetime) else datetime.combine(due, END_OF_DAY, zone)


def is_over(due: date | datetime, now: datetime, zone: tzinfo) -> bool:
    """Whether a moment has passed, or a day has ended."""
    return due < now if isinstance(due, datetime) else due < now.astimezone(zone).date()


def moment_before(due: date | datetime, minutes: int, zone: tzinfo, morning: time) -> datetime:
    """So many minutes before a task is due, or before the morning of its day if it has no time."""
    start = due if isinstance(due, datetime) else datetime.combine(due, morning, zone)
    return start - timedelta(minutes=minutes)
