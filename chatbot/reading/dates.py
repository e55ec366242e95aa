"""Rules for dates, and days counted in a month: "May 3, 2027", "24.12.", "the first friday in May".

With "!" in its pattern, a preposition turns the words into a date: "on the 5th", "by 3/12".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .calendar import Context, date_or_none, last_of_month, nth_of_month
from .grammar import Builder, Values, rules
from .result import Reason
from .values import MONTH, Day

_LAST_YEAR = 2999
_NEAR_YEARS = 20  # years of two digits are at most so many years from now


def day_of(on: date | None, c: Context, *, is_bare: bool = False) -> Day:
    """The day, with its problem, if any: it does not exist, or is over."""
    if on is None or on.year > _LAST_YEAR:
        return Day(c.today, problem=Reason.IMPOSSIBLE)
    return Day(on, is_bare=is_bare, problem=Reason.PAST if on < c.today else None)


def led(build: Callable[[Values, Context], Day | None]) -> Builder:
    """Words that are a day only after a preposition, or in text that is known to be about a date."""

    def whole(v: Values, c: Context) -> Day | None:
        day = build(v, c)
        return day and replace(day, is_led=True, is_by="BY" in v)

    return whole


def is_year(number: int) -> bool:
    return 1900 <= number <= _LAST_YEAR


def number_of(v: Values) -> int:
    return int(next(v[name] for name in ("ORDNUM", "ORD", "NUM") if name in v))


def _numbered(v: Values, c: Context) -> Day | None:
    """ "3 May", "May 3rd"."""
    month, number = v["MONTH"], number_of(v)
    if not 0 < number < 100:
        return None
    is_open = month.is_word and "ORDNUM" not in v and "OF" not in v
    needs_room = "NUM" in v and v.starts["MONTH"] < v.starts["NUM"]  # "Dec 5 guests"
    found = day_of(c.coming_date(month.number, number), c)
    return replace(found, is_bare=is_open, is_word=is_open, needs_room=needs_room)


def _with_year(v: Values, c: Context) -> Day | None:
    year = v["NUM2"] if "NUM2" in v else v["NUM"]
    return _dated(year, v["MONTH"].number, number_of(v), c) if is_year(year) else None


def _dated(year: int, month: int, day: int, c: Context) -> Day:
    if year < 100 and 2000 + year > c.today.year + _NEAR_YEARS:
        return Day(c.today, problem=Reason.AMBIGUOUS)
    return day_of(date_or_none(year if year > 99 else 2000 + year, month, day), c)


def _digits(v: Values, c: Context) -> Day:
    """ "2026-12-24", "24.12.", "24.12.2026", "on 3/12" by the order of the zone."""
    written = next(v[name] for name in ("ISO", "DOTTED", "DECIMAL", "SLASHED") if name in v)
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    day, month, *year = reversed(numbers) if "ISO" in v else numbers
    if "SLASHED" in v and (month > 12 or (c.is_month_first and day <= 12)):
        day, month = month, day
    return _dated(year[0], month, day, c) if year else day_of(c.coming_date(month, day), c)


def _bare_dotted(v: Values, c: Context) -> Day | None:
    """In English "3.12." alone is no date, and neither is "1.2.30", which may be a version."""
    is_date = c.language.is_day_dotted or re.search(r"\d{4}", v["DOTTED"])
    return _digits(v, c) if is_date else None


def _decimal(v: Values, c: Context) -> Day | None:
    """ "am 24.12", in a language that writes dates like this."""
    is_date = c.language.is_day_dotted and re.fullmatch(r"\d{1,2}\.\d{1,2}", v["DECIMAL"])
    return _digits(v, c) if is_date else None


def _bare_slashed(v: Values, c: Context) -> Day:
    """Without a preposition or a year it may be a fraction."""
    found = _digits(v, c)
    if found.problem or v["SLASHED"].count("/") > 1:
        return found
    return replace(found, problem=Reason.AMBIGUOUS, needs_room=True, is_word=True)


def _nth(v: Values, c: Context) -> Day | None:
    """In the named month, else in the current or next one, whichever has it first."""
    number, weekday = number_of(v), v["WEEKDAY"].number if "WEEKDAY" in v else None
    first = _first_of_month(v, c) if "MONTH" in v else c.month(int("NEXT" in v))
    if v.get("UNIT", MONTH) != MONTH or number == 0 or first is None:
        return None
    if "NUM" in v or "NEXT" in v:
        return day_of(nth_of_month(first, number, weekday), c)
    months = c.coming_months(13)  # including this month of next year
    named = (month for month in months if "MONTH" not in v or month.month == first.month)
    return day_of(c.coming(nth_of_month(month, number, weekday) for month in named), c)


def _weekday_the_nth(v: Values, c: Context) -> Day | None:
    """ "Friday the 13th": the next 13th that is a Friday."""
    number, weekday = number_of(v), v["WEEKDAY"].number
    days = (nth_of_month(month, number) for month in c.coming_months(60)) if number > 0 else ()
    found = c.coming(day for day in days if day and day.weekday() == weekday)
    return Day(found, needs_room=True) if found else None


def _day_of_month(v: Values, c: Context) -> Day | None:
    """ "on the 5th", "am 5."."""
    number = number_of(v)
    if number < 1 or ("DOT" in v and not c.language.is_day_dotted):
        return None
    found = c.coming(nth_of_month(month, number) for month in c.coming_months(4))
    return replace(day_of(found, c), needs_room=True)


def _first_of_month(v: Values, c: Context) -> date | None:
    """Of the named month, the coming one unless a year is given; None if the number is no year."""
    first = c.coming_month(v["MONTH"].number)
    if "NUM" not in v:
        return first
    return first.replace(year=v["NUM"]) if is_year(v["NUM"]) else None


def edge_of_month(v: Values, c: Context) -> Day | None:
    """Its last day, but "by March" and "beginning of March" are its first, or today if it has started."""
    first = _first_of_month(v, c)
    if first is None:
        return None
    if "END" in v or "IN" in v:
        first = last_of_month(first)
    elif first == c.month(0):
        first = c.today
    return replace(day_of(first, c), is_bare="END" in v or "BEGINNING" in v)


DATES = rules(
    "DATE",
    ("THE? NUM DOT? OF? MONTH; THE? ORD|ORDNUM OF? MONTH; MONTH DOT? NUM|ORD|ORDNUM", _numbered),
    ("THE? NUM|ORD|ORDNUM DOT? OF? MONTH DOT? COMMA? NUM; MONTH DOT? NUM|ORD|ORDNUM COMMA? NUM", _with_year),
    ("ISO", _digits),
    ("ON|BY|DUE|BEFORE! HOLIDAY", led(lambda v, c: day_of(c.coming_date(*v["HOLIDAY"]), c))),
    ("ON|BY|DUE|BEFORE! THE? DOTTED; ON|BY|DUE|BEFORE|FOR! SLASHED", led(_digits)),
    ("ON|BY|DUE|BEFORE! THE? DECIMAL", led(_decimal)),
    ("DOTTED", _bare_dotted),
    ("SLASHED", _bare_slashed),
)
NTHS = rules(
    "DAY",
    ("THE? ORD|ORDNUM WEEKDAY|DAYWORD OF|IN MONTH NUM?", _nth),
    ("THE? ORD|ORDNUM WEEKDAY|DAYWORD OF|IN THE|THIS|NEXT? UNIT", _nth),
)
SHORT_NTHS = rules(
    "DAY",
    ("WEEKDAY THE ORD; WEEKDAY THE? ORDNUM", _weekday_the_nth),
    ("ON|BY|DUE|BEFORE! THE? ORD|ORDNUM OF THE|THIS|NEXT UNIT", led(_nth)),
    ("ON|BY|DUE|BEFORE! THE? ORDNUM; ON|BY|DUE|BEFORE! THE ORD", led(_day_of_month)),
    ("ON|BY|DUE|BEFORE! THE? NUM DOT", led(_day_of_month)),
    ("THE? END|BEGINNING OF? MONTH NUM?", edge_of_month),
    ("IN MONTH NUM?; BY|BEFORE! MONTH NUM?", led(edge_of_month)),
)
