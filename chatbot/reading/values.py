"""The values of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from .result import Kind, Reason

type Frequency = Literal["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
LEVELS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A duration: calendar months, calendar days and elapsed minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    problem: Reason | None = None

    @property
    def size(self) -> int:
        """The approximate length, in minutes."""
        return self.months * 43_200 + self.days * 1_440 + self.minutes

    def reversed(self) -> Quantity:
        return Quantity(-self.months, -self.days, -self.minutes, self.problem)

    def times(self, factor: float) -> Quantity | None:
        """None if the result has a fraction of a month, a day or a minute, such as half a week."""
        amounts = (self.months * factor, self.days * factor, self.minutes * factor)
        months, days, minutes = map(int, amounts)
        return Quantity(months, days, minutes) if (months, days, minutes) == amounts else None

    def units(self) -> tuple[int, Quantity] | None:
        """The number of the largest unit: 14 days are 2 weeks. None if there is no such unit."""
        for unit in _LARGEST_FIRST:
            count = self.size // unit.size
            if count > 0 and unit.times(count) == self:
                return count, unit
        return None


MINUTE, HOUR, DAY, WEEK = Quantity(minutes=1), Quantity(minutes=60), Quantity(days=1), Quantity(days=7)
FORTNIGHT, MONTH, QUARTER, YEAR = Quantity(days=14), Quantity(1), Quantity(3), Quantity(12)
UNITS = (MINUTE, HOUR, DAY, WEEK, FORTNIGHT, MONTH, QUARTER, YEAR)
_LARGEST_FIRST = (YEAR, MONTH, WEEK, DAY, HOUR, MINUTE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or with `moment` a time that was counted in hours from now.

    `is_bare`: named by a word that may also be part of the title ("friday"); `is_word`: by one that usually
    is ("may 5", "sat"). `is_led`: with its own preposition; `is_by`: that is "by". `needs_room`: a word
    directly after it would be part of the phrase ("on the 5th floor").
    """

    on: date
    moment: datetime | None = None
    is_bare: bool = False
    is_word: bool = False
    is_led: bool = False
    is_by: bool = False
    needs_room: bool = False
    weekday: int | None = None
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    `is_guessed`: the text leaves open whether it is morning or evening. `is_spoken`: given in full
    ("half past 7") or with a hint ("wake up"), so that it never moves to the evening because the morning
    is over. `is_number`: only "at" indicates that the number is a time. `is_bare`: named by a word that
    may also be part of the title ("midnight"). `needs_room`: a word directly after it would be part of a
    name ("five o'clock tea"). `is_part`: by a part of the day, within which a clock time may give the
    hour ("tonight at 9").
    """

    at: time
    is_guessed: bool = False
    is_spoken: bool = False
    is_number: bool = False
    is_bare: bool = False
    needs_room: bool = False
    is_part: bool = False
    problem: Reason | None = None


def part(hour: int, minute: int = 0) -> Clock:
    """The usual time of a part of the day."""
    return Clock(time(hour, minute), is_part=True)


@dataclass(frozen=True, slots=True)
class When:
    """A day, a time of day or both.

    `is_by`: with the word "by", which in German may end a series. Of a range, `last` is the end, whose
    words start at `split`.
    """

    day: Day | None = None
    clock: Clock | None = None
    is_led: bool = False
    is_by: bool = False
    last: When | None = None
    split: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition in terms of RFC 5545; `nth` counts weekdays in the month."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    month: int | None = None
    clock: Clock | None = None
    count: int | None = None
    is_bare: bool = False
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """The number of minutes before the due date; None if the words give no duration."""

    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A priority, tags or the name of a list. `is_word`: given by an adjective that is often
    part of a title."""

    kind: Kind
    names: tuple[str, ...]
    is_bare: bool = False
    is_word: bool = False
