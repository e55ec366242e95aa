"""Reads when a task is due: a day and a time of day, put together in the user's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .clock import find_clock
from .days import WEEKDAY, find_day
from .moments import END_OF_DAY
from .patterns import cut, rx, tidy

RECURRING = rx(
    rf"\b(?:every|each)\s+(?:other\s+|second\s+|\d+\s+)?"
    r"(?:days?|weeks?|months?|years?|weekdays?|weekends?|mornings?|afternoons?|evenings?|nights?|hours?"
    rf"|{WEEKDAY}s?)\b"
)
_ISO_SEPARATOR = rx(r"(\d{4}-\d\d?-\d\d?)T(\d)")
_FILLER = rx(r"^(?:(?:to|on|at|by|for|until|till|til|due|the|it|from|is|be)\b\s*)+$")


@dataclass(frozen=True)
class When:
    """A point in time as far as it was named. `is_sure` is False where morning or evening was left open."""

    day: date | None = None
    clock: time | None = None
    is_sure: bool = True
    instant: datetime | None = None

    def resolve(self, now: datetime) -> datetime:
        """The moment in the time zone of `now`. A day alone ends at 23:59; a time alone is the coming one."""
        if self.instant:
            return self.instant
        today = now.date()
        moment = local(self.day or today, self.clock or END_OF_DAY, now)
        if moment > now or self.day not in (None, today):
            return moment
        if not self.is_sure and moment.hour < 12:
            later = local(today, moment.time().replace(hour=moment.hour + 12), now)
            if later > now:
                return later
        if self.day is None:
            return local(today + timedelta(days=1), moment.time(), now)
        return moment

    def moved_from(self, due: datetime | None, now: datetime) -> datetime:
        """The new due time of a task due at `due`: a time alone keeps its day, a day alone keeps its time."""
        if due is None or self.instant:
            return self.resolve(now)
        due = due.astimezone(now.tzinfo)
        if self.day is None:
            return local(due.date(), self.clock or due.time(), now)
        if self.clock is None:
            return local(self.day, due.time(), now)
        return self.resolve(now)


def local(day: date, clock: time, now: datetime) -> datetime:
    """That wall-clock time in the zone of `now`; one that a clock change skips becomes the time right after
    it."""
    wall = datetime.combine(day, clock, tzinfo=now.tzinfo)
    return wall.astimezone(UTC).astimezone(now.tzinfo)


def find_when(text: str, now: datetime) -> tuple[When, str] | None:
    """When `text` says something is due, and the text without those words. A repetition is not a due date."""
    if RECURRING.search(text):
        return None
    text = _ISO_SEPARATOR.sub(r"\1 \2", text)
    clock = find_clock(text, has_day=find_day(text, now) is not None)
    rest = clock.rest if clock else text
    day = find_day(rest, now)
    if day:
        rest = cut(rest, day.start, day.end)
    if clock is None and day is None:
        return None
    if day and day.instant:
        return When(instant=day.instant), rest
    named = day.due if day else now.date() if clock and clock.today else None
    at = clock.at if clock else None
    is_sure = clock.is_sure if clock else True
    if clock and clock.today and named == now.date() and at and local(named, at, now) <= now and is_sure:
        at = END_OF_DAY  # "tonight" said late at night
    return When(named, at, is_sure), rest


def parse_when(text: str, now: datetime) -> When | None:
    """When `text` as a whole is a due date ("friday", "the 3rd at noon"), or None if it says more."""
    text = tidy(text).rstrip(".!?")
    if len(text) > 100:
        return None
    for candidate in (text, f"on {text}", f"at {text}", f"in {text}"):
        found = find_when(candidate, now)
        if found and (not found[1] or _FILLER.fullmatch(found[1])):
            return found[0]
    return None
