"""Types of arguments that several tools share, each described once for the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, WrapValidator

from chatbot.models import User

type Level = Literal["low", "medium", "high"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day_or_moment(value: Any, read: Callable[[Any], datetime | None]) -> date | datetime | None:
    """A date alone is a day without a time."""
    with suppress(ValueError):  # of a day that there is not
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    return read(value)


Number = Annotated[int, Field(description="The task's number, such as 12 for #12.")]
Numbers = Annotated[
    list[int] | None,
    Field(description="The numbers of the tasks; null for all that the other filters choose."),
]
Title = Annotated[str, Field(description="A short title in the user's words, at most 255 characters.")]
Description = Annotated[str | None, Field(description="Notes, at most 2,000 characters.")]
PriorityLevel = Annotated[Level | None, Field(description="low, medium or high.")]
DueAt = Annotated[
    datetime | None,
    WrapValidator(_day_or_moment),
    PlainSerializer(lambda due: due and due.isoformat(), when_used="json"),
    Field(
        description="When it is due, ISO 8601 in the user's time zone, such as 2026-12-01T17:00. "
        "A date alone is that day, without a time."
    ),
]
StartOn = Annotated[
    date | None,
    Field(description="The day until which it waits, such as 2026-12-01, if the user says when it starts."),
]
Estimate = Annotated[
    int | None, Field(description="The minutes that it takes, if the user says so; 0 for no estimate.")
]
Repeat = Annotated[
    str | None,
    Field(
        description="How it repeats: an RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO, or words. "
        'Completing it adds the next one. "" to repeat no more.'
    ),
]
RepeatFrom = Annotated[
    Literal["due", "completion"] | None,
    Field(description="Whether the next one is reckoned from the due date, or from when this one is done."),
]
Reminders = Annotated[
    list[int] | None,
    Field(
        description="Minutes before it is due at which the user is reminded, such as [30]; before 9:00 of a "
        "whole day. [] for no reminder."
    ),
]
ListName = Annotated[
    str | None, Field(description="The list (project) that it is on, by name; inbox for no list.")
]
Parent = Annotated[
    int | None, Field(description="The number of the task of which it is a subtask; 0 for none.")
]
Tags = Annotated[list[str] | None, Field(description="Tags without #. Prefer those that are in use.")]
AddTags = Annotated[list[str] | None, Field(description="Tags to put on, without #.")]
RemoveTags = Annotated[list[str] | None, Field(description="Tags to take off, without #.")]


def lean(schema: Any) -> Any:
    """A JSON schema without titles, which tell a model nothing, and defaults, which strict schemas refuse."""
    if isinstance(schema, list):
        return [lean(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: lean(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and key != "default"
    }


def aware(due: date | datetime | None, owner: User) -> date | datetime | None:
    """A time without an offset is in the user's zone; a day has none."""
    return due.replace(tzinfo=owner.tz) if isinstance(due, datetime) and due.tzinfo is None else due
