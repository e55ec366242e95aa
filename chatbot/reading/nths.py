"""Rules for days counted within a month: "on the 5th", "the first friday in January", "end of March"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .calendar import Context, date_or_none, last_of_month, nth_weekday
from .dates import day_of, number_of
from .grammar import Values, rules
from .language import MONTH
from .values import Day


def _weekday_the_nth(v: Values, c: Context) -> Day | None:
    """ "Friday the 13th": the next 13th that is a Friday."""
    for offset in range(60):
        first = c.month(offset)
        found = date_or_none(first.year, first.month, number_of(v))
        if found and found >= c.today and found.weekday() == v["WEEKDAY"].number:
            return Day(found, needs_room=True)
    return None


def _day_of_month(v: Values, c: Context) -> Day | None:
    number = number_of(v)
    if number < 1:
        return None
    return replace(day_of(c.coming_day_of_month(number), c), is_led=True, needs_room=True)


def _dotted_day_of_month(v: Values, c: Context) -> Day | None:
    """ "am 5."."""
    return _day_of_month(v, c) if c.language.is_day_dotted else None


def _first_of_month(v: Values, c: Context) -> date | None:
    """Of the named month, the coming one unless a year is named; None if the number is no year."""
    first = c.coming_month(v["MONTH"].number)
    if "NUM" not in v:
        return first
    return first.replace(year=v["NUM"]) if 1900 <= v["NUM"] <= 2999 else None


def _nth_of_named_month(v: Values, c: Context) -> Day | None:
    first = _first_of_month(v, c)
    if first is None:
        return None
    found = nth_weekday(first, v["WEEKDAY"].number, number_of(v))
    if found and found < c.today and "NUM" not in v:
        found = nth_weekday(first.replace(year=first.year + 1), v["WEEKDAY"].number, number_of(v))
    return day_of(found, c)


def _nth_of_month(v: Values, c: Context) -> Day | None:
    """ "the first friday of next month"; of a month that is not named, the coming one."""
    if v["UNIT"] != MONTH:
        return None
    months = [c.month(offset) for offset in ((1,) if "NEXT" in v else (0, 1))]
    number = number_of(v)
    if "WEEKDAY" in v:
        found = [nth_weekday(month, v["WEEKDAY"].number, number) for month in months]
    else:
        found = [
            last_of_month(month) if number == -1 else date_or_none(month.year, month.month, number)
            for month in months
        ]
    return day_of(next((day for day in found if day and day >= c.today), None), c)


def _led(v: Values, c: Context) -> Day | None:
    """ "on the 5th of next month"."""
    day = _nth_of_month(v, c)
    return replace(day, is_led=True) if day and number_of(v) > 0 else None


def _edge_of_month(v: Values, c: Context) -> Day | None:
    if v.get("ORD") not in (None, 1, -1):
        return None
    first = _first_of_month(v, c)
    if first is None:
        return None
    is_end = "END" in v or v.get("ORD") == -1 or ("IN" in v and "ORD" not in v)
    is_present = (first.year, first.month) == (c.today.year, c.today.month)
    day = last_of_month(first) if is_end else c.today if is_present else first
    is_led = "END" not in v and "BEGINNING" not in v
    return replace(day_of(day, c), is_led=is_led, is_bare=not is_led)


NTHS = rules(
    "DAY",
    ("THE? ORD|ORDNUM WEEKDAY OF|IN MONTH NUM?", _nth_of_named_month),
    ("THE? ORD|ORDNUM WEEKDAY OF|IN THE|THIS|NEXT? UNIT", _nth_of_month),
    ("THE? ORD DAYWORD OF|IN MONTH NUM?", _edge_of_month),
    ("THE? ORD|ORDNUM DAYWORD OF THE|THIS|NEXT? UNIT", _nth_of_month),
)
SHORT_NTHS = rules(
    "DAY",
    ("WEEKDAY THE ORD", _weekday_the_nth),
    ("WEEKDAY THE? ORDNUM", _weekday_the_nth),
    ("THE? END OF? MONTH NUM?", _edge_of_month),
    ("THE? BEGINNING OF? MONTH NUM?", _edge_of_month),
)
LED_NTHS = rules(
    "DAY",
    ("ON|BY|DUE|BEFORE THE? ORD|ORDNUM OF THE|THIS|NEXT UNIT", _led),
    ("ON|BY|DUE|BEFORE THE? ORDNUM", _day_of_month),
    ("DUE ON|BY THE? ORDNUM", _day_of_month),
    ("ON|BY|DUE|BEFORE THE ORD", _day_of_month),
    ("ON|BY|BEFORE THE? NUM DOT", _dotted_day_of_month),
    ("IN MONTH NUM?", _edge_of_month),
    ("BY|BEFORE MONTH NUM?", _edge_of_month),
)
KNOWN_NTHS = rules(
    "DAY",
    ("THE? ORD|ORDNUM OF THE|THIS|NEXT UNIT", _nth_of_month),
    ("THE? ORDNUM", _day_of_month),
    ("THE ORD", _day_of_month),
    ("THE? NUM DOT", _dotted_day_of_month),
)
