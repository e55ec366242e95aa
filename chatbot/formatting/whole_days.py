"""A due date that is a whole day is stored as its last minute, 23:59 on the person's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

END_OF_DAY = time(23, 59)


def moment_of(due: date | datetime, zone: tzinfo | None) -> datetime:
    """The moment at which a task is due: a datetime itself, of a date the end."""
    return due if isinstance(due, datetime) else datetime.combine(due, END_OF_DAY, zone)


def is_whole_day(due: datetime, zone: tzinfo) -> bool:
    local = due.astimezone(zone)
    return (local.hour, local.minute) == (END_OF_DAY.hour, END_OF_DAY.minute)
