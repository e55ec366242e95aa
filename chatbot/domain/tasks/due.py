"""When a task is due: at a moment, or on a day, which is the same day wherever the person is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from chatbot.formatting.whole_days import moment_of
from chatbot.models import Task, User

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def due_columns(values: Mapping[str, Any], owner: User) -> dict[str, Any]:
    """The values of fields as columns, which have a day and, for comparisons, the moment of its end."""
    if "due_at" not in values:
        return dict(values)
    due = values["due_at"]
    is_day = due is not None and not isinstance(due, datetime)
    return {
        **values,
        "due_at": due and moment_of(due, owner.tz).astimezone(UTC),
        "due_on": due if is_day else None,
    }


def parse_due(text: str, zone: tzinfo) -> date | datetime:
    """When a text in ISO 8601 says that something is due: a day, or a moment.

    Without an offset, it is in the zone. Raises `ValueError`.
    """
    day = _DAY.match(text)
    if day is None or text[day.end() :][:1] not in {"", "T", " "}:
        raise ValueError(f"{text!r} is neither a date nor a date-time.")
    if day.end() == len(text):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def days_left_in_week(today: date, week_start: int) -> int:
    """How many days are left of the week that begins on that weekday (Monday 0), today included: 1 to 7."""
    return 7 - (today.weekday() - week_start) % 7


def at_day(task: Task, day: date, owner: User) -> date | datetime:
    """That day at the task's own time of day, if it has one."""
    if not isinstance(task.due, datetime):
        return day
    return datetime.combine(day, task.due.astimezone(owner.tz).time(), owner.tz)
