"""The phrases of each language in which dates are formatted. German names and patterns are those of CLDR."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from .names import MONTHS, WEEKDAYS
from .settings import DateSettings


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates, with a `{}` for each day, time or name; of `near` and `weeks`, the yesterday comes first."""

    near: tuple[str, str, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_day: Callable[[date], str]  # without the year
    day_with_year: Callable[[date], str]
    full_hour: str  # on a 24-hour clock
    clock_time: str
    at: str
    on: str
    until_time: str
    before_time: str
    from_time: str
    between_times: str
    between: str
    from_on: str
    by: str
    before: str
    any_time: str
    weeks: tuple[str, str, str]
    week_of: str
    in_month: str
    in_year: str
    from_to: str
    overdue: str
    decimal_point: str


def phrases_of(settings: DateSettings) -> Phrases:
    """English for a language that has none."""
    return _german() if settings.written_in == "de" else ENGLISH


def english_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


ENGLISH = Phrases(
    near=("yesterday", "today", "tomorrow"),
    weekdays=WEEKDAYS,
    months=tuple(MONTHS),
    short_day=english_day,
    day_with_year=lambda day: f"{english_day(day)} {day.year}",
    full_hour="{0}:{1:02}",
    clock_time="{0}:{1:02}",
    at="{} at {}",
    on="on {}",
    until_time="{} until {}",
    before_time="{} before {}",
    from_time="{} from {} on",
    between_times="{} between {} and {}",
    between="between {} and {}",
    from_on="from {} on",
    by="by {}",
    before="before {}",
    any_time="at any time",
    weeks=("last week", "this week", "next week"),
    week_of="in the week of {}",
    in_month="in {}",
    in_year="in {}",
    from_to="from {} to {}",
    overdue="Overdue · {}",
    decimal_point=".",
)


@cache
def _german() -> Phrases:
    from babel.dates import format_skeleton, get_day_names, get_month_names

    weekdays, months = get_day_names("wide", locale="de"), get_month_names("wide", locale="de")
    return Phrases(
        near=("gestern", "heute", "morgen"),
        weekdays=tuple(weekdays[number] for number in range(7)),
        months=tuple(months[number] for number in range(1, 13)),
        short_day=lambda day: format_skeleton("MMMEd", day, locale="de"),
        day_with_year=lambda day: format_skeleton("yMMMEd", day, locale="de"),
        full_hour="{0} Uhr",
        clock_time="{0}:{1:02} Uhr",
        at="{} um {}",
        on="am {}",
        until_time="{} bis {}",
        before_time="{} vor {}",
        from_time="{} ab {}",
        between_times="{} zwischen {} und {}",
        between="zwischen {} und {}",
        from_on="ab {}",
        by="bis {}",
        before="vor {}",
        any_time="jederzeit",
        weeks=("letzte Woche", "diese Woche", "nächste Woche"),
        week_of="in der Woche ab {}",
        in_month="im {}",
        in_year="im Jahr {}",
        from_to="von {} bis {}",
        overdue="Überfällig · {}",
        decimal_point=",",
    )
