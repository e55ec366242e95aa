"""Rules for days: "tomorrow", "next friday", "the 3rd of May", "24.12.", "a week from friday"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .calendar import Context, date_or_none, last_of_month, nth_weekday
from .grammar import Values, rules
from .result import Reason
from .values import Day, Quantity

SATURDAY = 5


def _impossible(c: Context) -> Day:
    return Day(c.today, problem=Reason.IMPOSSIBLE)


def _day(on: date | None, c: Context, *, is_bare: bool = False, is_word: bool = False) -> Day:
    return Day(on, is_bare=is_bare, is_word=is_word) if on else _impossible(c)


def moved(start: date, quantity: Quantity) -> date | None:
    """None beyond the calendar's end."""
    try:
        return start + relativedelta(months=quantity.months, days=quantity.days)
    except (ValueError, OverflowError):
        return None


def _near(v: Values, c: Context) -> Day:
    day = c.today + timedelta(days=v["NEAR"])
    return Day(day, problem=Reason.PAST if day < c.today else None)


def _past(_: Values, c: Context) -> Day:
    """ "last week", "2 days ago"."""
    return Day(c.today, problem=Reason.PAST)


def _holiday(v: Values, c: Context) -> Day:
    return replace(_day(c.coming_date(*v["HOLIDAY"]), c), is_led=True)


def _weekday(v: Values, c: Context) -> Day:
    name = v["WEEKDAY"]
    return Day(c.coming_weekday(name.number), is_bare=True, is_word=name.is_word, weekday=name.number)


def _this_weekday(v: Values, c: Context) -> Day:
    return replace(_weekday(v, c), is_bare=False, is_word=False)


def _weekday_next_week(v: Values, c: Context) -> Day | None:
    if v.get("UNIT", ("days", 7)) != ("days", 7):
        return None
    return Day(c.weekday_of_week(v["WEEKDAY"].number, 1))


def number_of(v: Values) -> int:
    return int(next(v[name] for name in ("ORDNUM", "ORD", "NUM") if name in v))


def _numbered(v: Values, c: Context) -> Day | None:
    """ "3 May", "May 3rd"."""
    month, number = v["MONTH"], number_of(v)
    if not 0 < number < 100:
        return None
    is_open = month.is_word and "ORDNUM" not in v and "OF" not in v
    return _day(c.coming_date(month.number, number), c, is_bare=is_open, is_word=is_open)


def _with_year(v: Values, c: Context) -> Day | None:
    year = v["NUM2"] if "NUM2" in v else v["NUM"]
    return _written(year, v["MONTH"].number, number_of(v), c) if 1900 <= year <= 2999 else None


def _dated_weekday(v: Values, c: Context) -> Day:
    day: Day = v["DATE"]
    if day.problem or day.on.weekday() == v["WEEKDAY"].number:
        return replace(day, is_bare=False, is_word=False)
    return replace(day, problem=Reason.MISMATCH)


def _weekday_the_nth(v: Values, c: Context) -> Day | None:
    """ "Friday the 13th": the next 13th that is a Friday."""
    for offset in range(60):
        first = c.month(offset)
        found = date_or_none(first.year, first.month, number_of(v))
        if found and found >= c.today and found.weekday() == v["WEEKDAY"].number:
            return Day(found)
    return None


def _day_of_month(v: Values, c: Context) -> Day | None:
    number = number_of(v)
    if number < 1:
        return None
    return replace(_day(c.coming_day_of_month(number), c), is_led=True, needs_room=True)


def _nth_of_named_month(v: Values, c: Context) -> Day | None:
    first = c.coming_month(v["MONTH"].number)
    if "NUM" in v:
        if not 1900 <= v["NUM"] <= 2999:
            return None
        return _day(nth_weekday(first.replace(year=v["NUM"]), v["WEEKDAY"].number, number_of(v)), c)
    found = nth_weekday(first, v["WEEKDAY"].number, number_of(v))
    if found and found < c.today:
        found = nth_weekday(first.replace(year=first.year + 1), v["WEEKDAY"].number, number_of(v))
    return _day(found, c)


def _nth_of_month(v: Values, c: Context) -> Day | None:
    """ "the first friday of next month"; of a month that is not named, the coming one."""
    if v["UNIT"] != ("months", 1):
        return None
    offsets = (1,) if "NEXT" in v else (0, 1)
    if "WEEKDAY" not in v:
        return Day(last_of_month(c.month(offsets[0]))) if number_of(v) == -1 else Day(c.month(1))
    found = [nth_weekday(c.month(offset), v["WEEKDAY"].number, number_of(v)) for offset in offsets]
    return _day(next((day for day in found if day and day >= c.today), None), c)


def _edge_of_month(v: Values, c: Context) -> Day | None:
    if v.get("ORD") not in (None, 1, -1):
        return None
    first = c.coming_month(v["MONTH"].number)
    if "NUM" in v and 1900 <= v["NUM"] <= 2999:
        first = first.replace(year=v["NUM"])
    is_end = "END" in v or v.get("ORD") == -1 or ("IN" in v and "ORD" not in v)
    return Day(last_of_month(first) if is_end else max(first, c.today), is_led=True)


def _next_period(v: Values, c: Context) -> Day | None:
    """Its first day."""
    unit = v["UNIT"]
    is_known = unit in _PERIODS and unit != ("days", 1)
    return Day(_PERIODS[unit](c), needs_room="BEGINNING" not in v) if is_known else None


def _end_of_period(v: Values, c: Context) -> Day | None:
    unit, offset = v["UNIT"] if "UNIT" in v else v["EDGE"], int("NEXT" in v)
    if unit not in _PERIODS:
        return None
    needs_room = "END" not in v and "EDGE" not in v
    if unit == ("days", 7):
        return Day(c.end_of_week(offset), needs_room=needs_room)
    first = _PERIODS[unit](c) if offset else c.today
    if unit == ("days", 1):
        return Day(first) if "END" in v or "EDGE" in v else None
    last = last_of_month(first) if unit == ("months", 1) else first.replace(month=12, day=31)
    return Day(last, needs_room=needs_room)


_PERIODS: dict[tuple[str, int], Callable[[Context], date]] = {
    ("days", 1): lambda c: c.today + timedelta(days=1),
    ("days", 7): lambda c: c.week(1),
    ("months", 1): lambda c: c.month(1),
    ("months", 12): lambda c: date(c.today.year + 1, 1, 1),
}


def _weekend(v: Values, c: Context) -> Day:
    """Its Saturday; on its Sunday, "this weekend" is today."""
    saturday = c.today + timedelta(days=(SATURDAY - c.today.weekday()) % 7)
    if c.today.weekday() == SATURDAY + 1:
        saturday = c.today - timedelta(days=1)
    return Day(max(saturday + timedelta(weeks=int("NEXT" in v)), c.today), needs_room=True)


def _in_quantity(v: Values, c: Context) -> Day:
    quantity: Quantity = v["QTY"]
    if quantity.problem:
        return Day(c.today, problem=quantity.problem)
    if quantity.minutes and not (quantity.months or quantity.days):
        moment = c.after(timedelta(minutes=quantity.minutes))
        return Day(moment.date(), moment, is_led=True)
    later = moved(c.today, quantity)
    if later is None:
        return _impossible(c)
    if quantity.minutes:
        moment = c.at(later, c.now.time()) + timedelta(minutes=quantity.minutes)
        return Day(moment.date(), moment.replace(second=0, microsecond=0), is_led=True)
    return Day(later, is_led=True)


def _from_day(v: Values, c: Context) -> Day | None:
    """ "a week from friday", "2 days after tomorrow", "a week today"."""
    day, quantity = v["DAY"], v["QTY"]
    is_in_weeks = quantity.days and quantity.days % 7 == 0
    if day.problem or quantity.minutes or day.moment or not ("FROM" in v or "AFTER" in v or is_in_weeks):
        return None
    return Day(c.today, problem=quantity.problem) if quantity.problem else _day(moved(day.on, quantity), c)


def _quantity_after(v: Values, c: Context) -> Day | None:
    """ "Friday in two weeks"."""
    quantity: Quantity = v["QTY"]
    if quantity.minutes or quantity.problem:
        return None
    if "NEAR" in v:
        return _day(moved(_near(v, c).on, quantity), c)
    if quantity.months or quantity.days % 7:
        return None
    return _day(moved(c.coming_weekday(v["WEEKDAY"].number), quantity), c)


def _day_week(v: Values, c: Context) -> Day | None:
    """ "tomorrow week"."""
    if v["UNIT"] != ("days", 7) or v["DAY"].problem or v["DAY"].moment:
        return None
    return _day(moved(v["DAY"].on, Quantity(days=7)), c, is_bare=v["DAY"].is_bare)


def _iso(v: Values, c: Context) -> Day:
    year, month, day = map(int, v["ISO"].split("-"))
    return _written(year, month, day, c)


def _written(year: int, month: int, day: int, c: Context) -> Day:
    found = date_or_none(year if year > 99 else 2000 + year, month, day)
    return Day(found, problem=Reason.PAST if found < c.today else None) if found else _impossible(c)


def _dotted(v: Values, c: Context) -> Day | None:
    """ "24.12.", "24.12.2026"."""
    day, month, *year = (int(part) for part in re.findall(r"\d+", v["DOTTED"]))
    if year:
        return _written(year[0], month, day, c)
    is_led = "ON" in v or "BY" in v or "DUE" in v or "BEFORE" in v
    if not is_led and not c.language.is_day_dotted:
        return None
    return replace(_day(c.coming_date(month, day), c), is_led=is_led)


def _decimal(v: Values, c: Context) -> Day | None:
    """ "am 24.12", where the language writes dates so."""
    if not c.language.is_day_dotted or not re.fullmatch(r"\d{1,2}\.\d{1,2}", v["DECIMAL"]):
        return None
    day, month = map(int, v["DECIMAL"].split("."))
    return replace(_day(c.coming_date(month, day), c), is_led=True)


def _slashed(v: Values, c: Context) -> Day:
    """ "on 3/12", "3/12/2026": by the order of the zone; with neither word nor year it may be a fraction."""
    one, other, *year = (int(part) for part in v["SLASHED"].split("/"))
    month, day = (one, other) if c.is_month_first else (other, one)
    if max(one, other) > 12 >= min(one, other):
        month, day = min(one, other), max(one, other)
    if year:
        return _written(year[0], month, day, c)
    found = _day(c.coming_date(month, day), c)
    if len(v) > 1 or found.problem:
        return replace(found, is_led=len(v) > 1)
    return replace(found, problem=Reason.AMBIGUOUS, needs_room=True, is_word=True)


DATES = rules(
    "DATE",
    ("THE? NUM DOT? OF? MONTH", _numbered),
    ("THE? ORD|ORDNUM OF? MONTH", _numbered),
    ("MONTH NUM|ORD|ORDNUM", _numbered),
    ("THE? NUM|ORD|ORDNUM DOT? OF? MONTH COMMA? NUM", _with_year),
    ("MONTH NUM|ORD|ORDNUM COMMA? NUM", _with_year),
    ("ON|BY|DUE|BEFORE HOLIDAY", _holiday),
    ("ISO", _iso),
    ("DOTTED", _dotted),
    ("ON|BY|DUE|BEFORE THE? DOTTED", _dotted),
    ("ON|BY|BEFORE THE? DECIMAL", _decimal),
    ("SLASHED", _slashed),
    ("ON|BY|DUE|BEFORE|FOR SLASHED", _slashed),
)
NTHS = rules(
    "DAY",
    ("THE? ORD|ORDNUM WEEKDAY OF|IN MONTH NUM?", _nth_of_named_month),
    ("THE? ORD|ORDNUM WEEKDAY OF|IN THE|THIS|NEXT? UNIT", _nth_of_month),
    ("THE? ORD DAYWORD OF|IN MONTH NUM?", _edge_of_month),
    ("THE? ORD|ORDNUM DAYWORD OF THE|THIS|NEXT? UNIT", _nth_of_month),
)
DAYS = rules(
    "DAY",
    ("NEAR", _near),
    ("LAST UNIT|WEEKEND|PART|WEEKDAY", _past),
    ("QTY AGO", _past),
    ("AGO QTY", _past),
    ("WEEKDAY", _weekday),
    ("THE? COMING WEEKDAY", _this_weekday),
    ("THIS COMING? WEEKDAY", _this_weekday),
    ("NEXT WEEKDAY", _weekday_next_week),
    ("NEXT UNIT ON? WEEKDAY", _weekday_next_week),
    ("WEEKDAY NEXT UNIT", _weekday_next_week),
    ("DATE", lambda v, _: v["DATE"]),
    ("WEEKDAY COMMA? THE? DATE", _dated_weekday),
    ("WEEKDAY THE ORD|ORDNUM", _weekday_the_nth),
    ("ON|BY|DUE|BEFORE THE? ORDNUM", _day_of_month),
    ("DUE ON|BY THE? ORDNUM", _day_of_month),
    ("ON|BY|DUE|BEFORE THE ORD", _day_of_month),
    ("ON|BY|BEFORE THE? NUM DOT", lambda v, c: _day_of_month(v, c) if c.language.is_day_dotted else None),
    ("IN MONTH NUM?", _edge_of_month),
    ("BY|BEFORE MONTH NUM?", _edge_of_month),
    ("THE? END OF? MONTH NUM?", _edge_of_month),
    ("THE? BEGINNING OF? MONTH NUM?", _edge_of_month),
    ("NEXT UNIT", _next_period),
    ("THE? BEGINNING OF? NEXT UNIT", _next_period),
    ("THIS UNIT", _end_of_period),
    ("THE? END OF? THE|THIS|NEXT? UNIT", _end_of_period),
    ("THIS|NEXT|THE WEEKEND", _weekend),
    ("BY? EDGE", _end_of_period),
    ("NEAR|WEEKDAY IN QTY", _quantity_after),
    ("IN QTY", _in_quantity),
    ("IN QTY APOSTROPHE? TIMEWORD", _in_quantity),
    ("QTY FROM NOW", _in_quantity),
)
DURATIONS = rules("DURATION", ("FOR QTY", lambda v, _: v["QTY"]))
OFFSETS = rules(
    "DAY",
    ("QTY FROM|AFTER|ON? DAY", _from_day),
    ("DAY UNIT", _day_week),
)
