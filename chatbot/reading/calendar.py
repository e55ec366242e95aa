"""Calendar arithmetic from the moment and in the zone of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta, weekday

from .language import Language
from .result import MESSAGES, Reason, Unread
from .values import DAY, WEEK, Quantity

_MONTH_FIRST = frozenset(
    "New_York Detroit Chicago Denver Boise Phoenix Los_Angeles Anchorage Juneau Sitka Metlakatla Yakutat "
    "Nome Adak Menominee Puerto_Rico".split()
)
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Context:
    """A text, and when, where and in which language it is read.

    `week_start`: Monday 0 to Sunday 6. `is_past`: a weekday, a month and a date without a year are the last
    such, not the coming one.
    """

    text: str
    now: datetime
    week_start: int
    language: Language
    is_past: bool = False

    def unread(self, start: int, end: int, reason: Reason) -> Unread:
        message = MESSAGES[reason].format(words=self.text[start:end])
        return Unread(start, end, reason, message)

    @cached_property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def is_month_first(self) -> bool:
        """Whether 3/12 is March 12: in English, in the zones of the United States."""
        zone = self.now.tzinfo.key if isinstance(self.now.tzinfo, ZoneInfo) else ""
        area, _, city = zone.partition("/")
        is_american = (
            area == "US"
            or city in _MONTH_FIRST
            or city.startswith(("Indiana/", "Kentucky/", "North_Dakota/"))
            or zone == "Pacific/Honolulu"
        )
        return is_american and self.language.code == "en"

    def at(self, day: date, clock: time) -> datetime:
        """That wall-clock time. One that a clock change skips becomes the time as much later as the clock
        was moved (2:30 becomes 3:30); of one that comes twice, the first."""
        wall = datetime.combine(day, clock, tzinfo=self.now.tzinfo)
        return wall.astimezone(UTC).astimezone(self.now.tzinfo)

    def after(self, elapsed: timedelta, since: datetime | None = None) -> datetime:
        """The moment so much later than now, in whole minutes. Elapsed time, whatever the clocks do."""
        later = (since or self.now).astimezone(UTC) + elapsed
        return later.astimezone(self.now.tzinfo).replace(second=0, microsecond=0)

    def coming_weekday(self, number: int) -> date:
        """The next such day after today; in the past, the last up to today."""
        if self.is_past:
            return self.today - timedelta(days=(self.today.weekday() - number) % 7)
        return self.today + timedelta(days=(number - self.today.weekday() - 1) % 7 + 1)

    def week(self, offset: int) -> date:
        """The first day of this week (0), the next (1) and so on."""
        back = (self.today.weekday() - self.week_start) % 7
        return self.today + timedelta(days=7 * offset - back)

    def weekday_of_week(self, number: int, offset: int) -> date:
        return self.week(offset) + timedelta(days=(number - self.week_start) % 7)

    def end_of_week(self, offset: int) -> date:
        """Friday, or the week's last day if its Friday is over."""
        friday = self.weekday_of_week(FRIDAY, offset)
        return friday if friday >= self.today else self.week(offset) + timedelta(days=6)

    def weekend(self, offset: int) -> date:
        """The Saturday of the weekend that is or comes next (0); in the past, of the last that has begun."""
        saturday = self.today + timedelta(days=(SATURDAY - self.today.weekday() + 1) % 7 - 1)
        is_over = self.is_past and offset == 0 and saturday > self.today
        return saturday + timedelta(weeks=-1 if is_over else offset)

    def period(self, unit: Quantity, offset: int) -> tuple[date, date] | None:
        """The first and the last day of the present day, week, month, quarter or year (offset 0), the next
        (1) and so on. None for other units, and beyond the calendar."""
        if unit == WEEK:
            return self.week(offset), self.week(offset) + timedelta(days=6)
        if unit == DAY:
            return self.today + timedelta(days=offset), self.today + timedelta(days=offset)
        if not unit.months:
            return None
        first = self.month(unit.months * offset - (self.today.month - 1) % unit.months)
        return first, last_of_month(first + relativedelta(months=unit.months - 1))

    def month(self, offset: int) -> date:
        return self.today.replace(day=1) + relativedelta(months=offset)

    def coming(self, days: Iterable[date | None]) -> date | None:
        """The first of the days that is not over; in the past, that is not to come."""
        known = (day for day in days if day)
        return next(
            (day for day in known if (day <= self.today if self.is_past else day >= self.today)), None
        )

    def coming_date(self, month: int, day: int) -> date | None:
        """The next such day from today on; 29 February waits for its year. None if no year has it."""
        return self.coming(date_or_none(self.today.year + self._step * n, month, day) for n in range(9))

    def coming_months(self, count: int) -> Iterator[date]:
        """The first days of the present month and of those that follow, or in the past came before."""
        return (self.month(self._step * n) for n in range(count))

    def coming_month(self, month: int) -> date:
        """The first day of the next such month, or of the present one."""
        return next(first for first in self.coming_months(12) if first.month == month)

    @property
    def _step(self) -> int:
        return -1 if self.is_past else 1


def last_of_month(day: date) -> date:
    return day + relativedelta(day=31)


def nth_of_month(first: date, nth: int, number: int | None = None) -> date | None:
    """The nth day of the month that begins on `first`, or the nth such weekday (-1: the last), or None."""
    edge = first if nth > 0 else last_of_month(first)
    if number is not None:
        found = edge + relativedelta(weekday=weekday(number, nth))
        return found if found.month == first.month else None
    return date_or_none(first.year, first.month, nth) if nth > 0 else edge


def date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
