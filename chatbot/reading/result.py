"""The types that a reading returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

MORNING = time(9)  # when a whole day is reminded of

type Priority = Literal["low", "medium", "high"]


class Kind(StrEnum):
    """The meaning of a span. Separators are commas and the like that no longer separate anything."""

    DUE = "due"
    END = "end"
    START = "start"
    REPEAT = "repeat"
    REMINDER = "reminder"
    PRIORITY = "priority"
    TAG = "tag"
    LIST = "list"
    ESTIMATE = "estimate"
    SEPARATOR = "separator"


class Reason(StrEnum):
    """Why something that looks like a date, a time or a repetition was not read."""

    IMPOSSIBLE = "impossible"  # 31 February, 25:00
    MISMATCH = "mismatch"  # the date is on another weekday
    AMBIGUOUS = "ambiguous"  # it may belong to the title, or may be two dates
    SEVERAL = "several"  # there are other dates or times, and a task has one
    UNCLEAR_DAY = "unclear_day"  # a time of day for which no day was read
    PAST = "past"
    VAGUE = "vague"  # "in a few days", "twice a week"
    NOT_DUE = "not_due"  # "until Friday" says when something ends


MESSAGES = {
    Reason.IMPOSSIBLE: "“{words}” does not exist",
    Reason.MISMATCH: "“{words}” is another day of the week",
    Reason.AMBIGUOUS: "“{words}” may be part of the title",
    Reason.SEVERAL: "“{words}” is not the only date or time, and a task has one",
    Reason.UNCLEAR_DAY: "it is not clear on which day “{words}” is",
    Reason.PAST: "“{words}” is over",
    Reason.VAGUE: "“{words}” does not say exactly when",
    Reason.NOT_DUE: "“{words}” says when something ends, not when it is due",
}


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span(Place):
    """`text[start:end]` was read, and is not in the title."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Unread(Place):
    """`text[start:end]` was not read. `message` says why, in English, and is translated elsewhere."""

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says about a task. Every character except spaces is in the title or in one of the spans.

    A date is a whole day, an aware datetime a time in the person's zone. `repeat` is the value of an RRULE
    (RFC 5545) whose DTSTART is `due`, the first occurrence from now (and from `start`) on. `reminder` is a
    number of minutes before `due`, or a datetime. `is_list_known`: the person has that list.
    `is_hour_guessed`: the text leaves open whether it is morning or evening ("at 5").
    """

    title: str
    due: date | datetime | None = None
    end: date | datetime | None = None
    start: date | datetime | None = None
    repeat: str | None = None
    reminder: int | datetime | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    list_name: str | None = None
    is_list_known: bool = False
    estimate: int | None = None  # minutes
    is_hour_guessed: bool = False
    spans: tuple[Span, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def notice(self) -> int | None:
        """The minutes from the reminder to the due time, or to 9:00 of a whole day.

        None without a reminder, or for one that comes after that.
        """
        if not isinstance(self.reminder, datetime):
            return self.reminder
        due = self.due or self.reminder
        at = due if isinstance(due, datetime) else datetime.combine(due, MORNING, self.reminder.tzinfo)
        minutes = (at - self.reminder) // timedelta(minutes=1)
        return minutes if minutes >= 0 else None
