"""What the nodes between tokens and reading stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from .result import Kind, Priority, Reason


@dataclass(frozen=True, slots=True)
class Quantity:
    """A span of time: calendar months, calendar days and elapsed minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    problem: Reason | None = None

    def reversed(self) -> Quantity:
        return Quantity(-self.months, -self.days, -self.minutes, self.problem)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or with `moment` a moment counted in hours.

    `is_bare`: named by a word that may as well be part of the title ("friday"); `is_word`: by one that mostly
    is ("may 5", "sat"). `is_led`: with a preposition of its own. `needs_room`: a word right behind it would
    be part of the phrase ("on the 5th floor").
    """

    on: date
    moment: datetime | None = None
    is_bare: bool = False
    is_word: bool = False
    is_led: bool = False
    needs_room: bool = False
    weekday: int | None = None
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    `is_guessed`: morning or evening was left open. `is_spoken`: in full ("half past 7") or with a hint ("wake
    up"), and so never moved to the evening because the morning is over. `is_number`: only "at" says that the
    number is a time. `is_bare`: named by a word that may as well be part of the title ("midnight").
    `needs_room`: a word right behind it would be part of a name ("five o'clock tea").
    `is_part`: by a part of the day, within which a clock time may name the hour ("tonight at 9").
    """

    at: time
    is_guessed: bool = False
    is_spoken: bool = False
    is_number: bool = False
    is_bare: bool = False
    needs_room: bool = False
    is_part: bool = False
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day, a time of day or both. `is_by`: with the word "by", which may end a series in German."""

    day: Day | None = None
    clock: Clock | None = None
    is_led: bool = False
    is_by: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another. `split` is where the words of the last begin."""

    first: When
    last: When
    split: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition in the terms of RFC 5545; `nth` counts weekdays in the month."""

    frequency: Literal["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
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
    """So many minutes before; None where the words name no span of time."""

    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A priority, tags or the name of a list. `is_word`: by an adjective that titles often have."""

    kind: Kind
    names: tuple[str, ...] = ()
    priority: Priority | None = None
    is_bare: bool = False
    is_word: bool = False
