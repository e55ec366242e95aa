"""Rules for written dates: "the 3rd of May", "May 3, 2027", "24.12.", "2026-12-24", "on 3/12"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .calendar import Context, date_or_none
from .grammar import Values, rules
from .result import Reason
from .values import Day

_LAST_YEAR = 2999
_NEAR_YEARS = 20  # two digits name a year until then


def impossible(c: Context) -> Day:
    return Day(c.today, problem=Reason.IMPOSSIBLE)


def day_of(on: date | None, c: Context, *, is_bare: bool = False, is_word: bool = False) -> Day:
    """That day with what is wrong about it: there is none, or it is over."""
    if on is None or on.year > _LAST_YEAR:
        return impossible(c)
    return Day(on, is_bare=is_bare, is_word=is_word, problem=Reason.PAST if on < c.today else None)


def number_of(v: Values) -> int:
    return int(next(v[name] for name in ("ORDNUM", "ORD", "NUM") if name in v))


def _numbered(v: Values, c: Context) -> Day | None:
    """ "3 May", "May 3rd"."""
    month, number = v["MONTH"], number_of(v)
    if not 0 < number < 100:
        return None
    is_open = month.is_word and "ORDNUM" not in v and "OF" not in v
    found = day_of(c.coming_date(month.number, number), c, is_bare=is_open, is_word=is_open)
    return replace(found, needs_room="NUM" in v and v.starts["MONTH"] < v.starts["NUM"])  # "Dec 5 guests"


def _with_year(v: Values, c: Context) -> Day | None:
    year = v["NUM2"] if "NUM2" in v else v["NUM"]
    return _written(year, v["MONTH"].number, number_of(v), c) if 1900 <= year <= _LAST_YEAR else None


def _holiday(v: Values, c: Context) -> Day:
    return replace(day_of(c.coming_date(*v["HOLIDAY"]), c), is_led=True)


def _iso(v: Values, c: Context) -> Day:
    year, month, day = map(int, v["ISO"].split("-"))
    return _written(year, month, day, c)


def _written(year: int, month: int, day: int, c: Context) -> Day:
    if year < 100 and 2000 + year > c.today.year + _NEAR_YEARS:
        return Day(c.today, problem=Reason.AMBIGUOUS)
    return day_of(date_or_none(year if year > 99 else 2000 + year, month, day), c)


def _known_dotted(v: Values, c: Context) -> Day:
    """ "24.12.", "24.12.2026"."""
    day, month, *year = (int(part) for part in re.findall(r"\d+", v["DOTTED"]))
    return _written(year[0], month, day, c) if year else day_of(c.coming_date(month, day), c)


def _dotted(v: Values, c: Context) -> Day | None:
    """In English "3.12." is a date behind "on" or "by" only, and so is "1.2.30", which may be a version."""
    is_led = len(v) > 1
    is_date = is_led or c.language.is_day_dotted or re.search(r"\d{4}", v["DOTTED"])
    return replace(_known_dotted(v, c), is_led=is_led) if is_date else None


def _decimal(v: Values, c: Context) -> Day | None:
    """ "am 24.12", where the language writes dates so."""
    if not c.language.is_day_dotted or not re.fullmatch(r"\d{1,2}\.\d{1,2}", v["DECIMAL"]):
        return None
    day, month = map(int, v["DECIMAL"].split("."))
    return replace(day_of(c.coming_date(month, day), c), is_led=True)


def _known_slashed(v: Values, c: Context) -> Day:
    found = _slashed(v, c)
    return replace(found, problem=None) if found.needs_room else found


def _slashed(v: Values, c: Context) -> Day:
    """ "on 3/12", "3/12/2026": by the order of the zone; with neither word nor year it may be a fraction."""
    one, other, *year = (int(part) for part in v["SLASHED"].split("/"))
    month, day = (one, other) if c.is_month_first else (other, one)
    if max(one, other) > 12 >= min(one, other):
        month, day = min(one, other), max(one, other)
    if year:
        return _written(year[0], month, day, c)
    found = day_of(c.coming_date(month, day), c)
    if len(v) > 1 or found.problem:
        return replace(found, is_led=len(v) > 1)
    return replace(found, problem=Reason.AMBIGUOUS, needs_room=True, is_word=True)


DATES = rules(
    "DATE",
    ("THE? NUM DOT? OF? MONTH", _numbered),
    ("THE? ORD|ORDNUM OF? MONTH", _numbered),
    ("MONTH DOT? NUM|ORD|ORDNUM", _numbered),
    ("THE? NUM|ORD|ORDNUM DOT? OF? MONTH COMMA? NUM", _with_year),
    ("MONTH NUM|ORD|ORDNUM COMMA? NUM", _with_year),
    ("ISO", _iso),
    ("DOTTED", _dotted),
    ("SLASHED", _slashed),
)
LED_DATES = rules(
    "DATE",
    ("ON|BY|DUE|BEFORE HOLIDAY", _holiday),
    ("ON|BY|DUE|BEFORE THE? DOTTED", _dotted),
    ("ON|BY|BEFORE THE? DECIMAL", _decimal),
    ("ON|BY|DUE|BEFORE|FOR SLASHED", _slashed),
)
# In words that are known to be about a date.
KNOWN_DATES = rules(
    "DATE",
    ("HOLIDAY", _holiday),
    ("DOTTED", _known_dotted),
    ("DECIMAL", _decimal),
    ("SLASHED", _known_slashed),
)
