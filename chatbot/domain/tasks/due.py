"""When a task is due: a moment, or a whole day, which ends at 23:59 on the person's calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from chatbot.formatting.whole_days import END_OF_DAY, moment_of
from chatbot.models import Task, User

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_due(text: str, zone: tzinfo) -> datetime:
    """The due time that a text in ISO 8601 says; without an offset, in the zone.

    A date alone is the end of that day. Raises `ValueError`.
    """
    day = _DAY.match(text)
    if day is None or text[day.end() :][:1] not in {"", "T", " "}:
        raise ValueError(f"{text!r} is neither a date nor a date-time.")
    if day.end() == len(text):
        return moment_of(date.fromisoformat(text), zone)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def days_left_in_week(today: date, week_start: int) -> int:
    """How many days are left of the week that begins on that weekday (Monday 0), today included: 1 to 7."""
    return 7 - (today.weekday() - week_start) % 7


def at_day(task: Task, day: date, owner: User) -> datetime:
    """That day at the task's own time of day, or at its end."""
    at = task.due_at.astimezone(owner.tz).time() if task.due_at else END_OF_DAY
    return datetime.combine(day, at, owner.tz)
