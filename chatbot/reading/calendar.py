"""Calendar arithmetic, relative to the time and the zone of a reading."""

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
    """A text, and the time, zone and language in which it is read.

    `week_start`: Monday 0 to Sunday 6. `is_past`: a weekday, a month or a date without a year is the last
    one, not the coming one.
    """

    text: str
    now: datetime
    week_start: int
    language: Language
    is_past: bool = False
    lists: tuple[str, ...] = ()  # names

    def unread(self, start: int, end: int, reason: Reason) -> Unread:
        message = MESSAGES[reason].format(words=self.text[start:end])
        return Unread(start, end, reason, message)

    @cached_property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def is_month_first(self) -> bool:
        """Whether 3/12 is March 12: in English, in time zones of the United States."""
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
        """The datetime of that wall-clock time. A time that a clock change skips moves by the length of
        the change (2:30 becomes 3:30); of a time that occurs twice, the first one."""
        wall = datetime.combine(day, clock, tzinfo=self.now.tzinfo)
        return wall.astimezone(UTC).astimezone(self.now.tzinfo)

    def after(self, elapsed: timedelta, since: datetime | None = None) -> datetime:
        """The time so much later than now, in whole minutes, as elapsed time: clock changes do not matter."""
        later = (since or self.now).astimezone(UTC) + elapsed
        return later.astimezone(self.now.tzinfo).replace(second=0, microsecond=0)

    def coming_weekday(self, number: int) -> date:
        """The next such weekday after today; with `is_past` the last one, including today."""
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
        """Friday, or the last day of the week if its Friday is over."""
        friday = self.weekday_of_week(FRIDAY, offset)
        return friday if friday >= self.today else self.week(offset) + timedelta(days=6)

    def weekend(self, offset: int) -> date:
        """The Saturday of the current or next weekend (0); with `is_past`, of the last
        weekend that has started."""
        saturday = self.today + timedelta(days=(SATURDAY - self.today.weekday() + 1) % 7 - 1)
        is_over = self.is_past and offset == 0 and saturday > self.today
        return saturday + timedelta(weeks=-1 if is_over else offset)

    def period(self, unit: Quantity, offset: int) -> tuple[date, date] | None:
        """The first and the last day of the current day, week, month, quarter or year (offset 0), the next
        one (1) and so on. None for other units, and outside of the calendar."""
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
        """The first of the days that is not over; with `is_past`, that is not in the future."""
        known = (day for day in days if day)
        return next(
            (day for day in known if (day <= self.today if self.is_past else day >= self.today)), None
        )

    def coming_date(self, month: int, day: int) -> date | None:
        """The next such date from today on; 29 February is that of the next leap year. None if there
        is no such date."""
        return self.coming(date_or_none(self.today.year + self._step * n, month, day) for n in range(9))

    def coming_months(self, count: int) -> Iterator[date]:
        """The first days of the current month and of the following ones; with `is_past`,
        of the previous ones."""
        return (self.month(self._step * n) for n in range(count))

    def coming_month(self, month: int) -> date:
        """The first day of the next such month, or of the current one."""
        return next(first for first in self.coming_months(12) if first.month == month)

    @property
    def _step(self) -> int:
        return -1 if self.is_past else 1


def last_of_month(day: date) -> date:
    return day + relativedelta(day=31)


def nth_of_month(first: date, nth: int, number: int | None = None) -> date | None:
    """The nth day of the month that starts on `first`, or its nth such weekday (-1: the
    last one), or None."""
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
