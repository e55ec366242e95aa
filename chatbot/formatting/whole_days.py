"""A due date without a time is stored as the last minute of its day, 23:59 in the person's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

END_OF_DAY = time(23, 59)


def moment_of(due: date | datetime, zone: tzinfo | None) -> datetime:
    """The moment at which a task is due: a datetime itself, or the last minute of a date."""
    return due if isinstance(due, datetime) else datetime.combine(due, END_OF_DAY, zone)


def is_whole_day(due: datetime, zone: tzinfo) -> bool:
    local = due.astimezone(zone)
    return (local.hour, local.minute) == (END_OF_DAY.hour, END_OF_DAY.minute)


def moment_before(due: datetime, minutes: int, zone: tzinfo, morning: time) -> datetime:
    """So many minutes before a task is due, or before the morning of its day if it is due on a whole day."""
    if is_whole_day(due, zone):
        due = datetime.combine(due.astimezone(zone).date(), morning, zone)
    return due - timedelta(minutes=minutes)
