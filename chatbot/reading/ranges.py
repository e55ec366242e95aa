"""Reads the days that a filter or a question names: "this week", "since Monday", "before friday"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from . import dates, days
from .calendar import Context, last_of_month
from .dates import is_year
from .days import moved, offset_of
from .grammar import Stage, Values, rules
from .languages import language_of
from .phrases import TIMES_AND_REPEATS, find_phrases
from .quantities import quantity_of
from .result import Place, Reason, Unread
from .spacing import Spacing
from .tokens import is_whole
from .values import Quantity

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateRange(Place):
    """From the day `first` to the day `last`, both included; None where the range is open."""

    first: date | None
    last: date | None


class _Days(NamedTuple):
    """The value of words for one or more days, before the preposition."""

    first: date
    last: date
    problem: Reason | None = None


def _period(v: Values, c: Context) -> _Days | None:
    """ "this week", "next month", "last year"."""
    found = c.period(v["UNIT"], offset_of(v))
    return found and _Days(*found)


def _weekend(v: Values, c: Context) -> _Days:
    saturday = c.weekend(offset_of(v))
    return _Days(saturday, saturday + _DAY)


def _month(v: Values, c: Context) -> _Days | None:
    """ "in march", "march 2027", "last march"."""
    number, year = v["MONTH"].number, v.get("NUM")
    if year is not None and not is_year(year):
        return None
    first = c.coming_month(number) if year is None else date(year, number, 1)
    if "LAST" in v and first >= c.month(0):
        first -= relativedelta(years=1)
    return _Days(first, last_of_month(first))


def _next_units(v: Values, c: Context) -> _Days | None:
    """ "the next 3 days", "within 2 weeks": from today on."""
    quantity = quantity_of(v)
    other = _moved_today(quantity, c)
    return _Days(c.today, other, quantity.problem) if other else None


def _last_units(v: Values, c: Context) -> _Days | None:
    """ "the last 7 days", "the past week": up to today."""
    quantity = quantity_of(v)
    other = _moved_today(quantity.reversed(), c)
    return _Days(other, c.today, quantity.problem) if other else None


def _moved_today(quantity: Quantity, c: Context) -> date | None:
    """None for hours that are no whole days, and beyond the calendar."""
    days_more, minutes = divmod(quantity.minutes, 1_440)
    return None if minutes else moved(c.today, Quantity(quantity.months, quantity.days + days_more))


def _last_weekday(v: Values, c: Context) -> _Days:
    """The last one before today."""
    return _day(c.today - timedelta(days=(c.today.weekday() - v["WEEKDAY"].number - 1) % 7 + 1))


def _rest(v: Values, c: Context) -> _Days | None:
    found = c.period(v["UNIT"], 0)
    return found and _Days(c.today, found[1])


def _day(on: date, problem: Reason | None = None) -> _Days:
    return _Days(on, on, problem if problem != Reason.PAST else None)


def _of_day(v: Values, _: Context) -> _Days:
    return _day(v["DAY"].on, v["DAY"].problem)


def _both(v: Values, c: Context) -> _Days:
    """ "between monday and wednesday"; in the past the first is moved back, else the last forward."""
    one, other = v["DAYS"], v["DAYS2"]
    first, last = one.first, other.last
    if last < first:
        step = relativedelta(weeks=1) if (first - last).days < 7 else relativedelta(years=1)
        first, last = (first - step, last) if c.is_past else (first, last + step)
    return _Days(first, last, one.problem or other.problem or (Reason.IMPOSSIBLE if last < first else None))


def _neighbors(v: Values, _: Context) -> _Days | None:
    """ "today and tomorrow"."""
    one, other = v["DAYS"], v["DAYS2"]
    return _Days(one.first, other.last) if other.first - one.last == _DAY else None


def _range(v: Values, first: date | None, last: date | None) -> DateRange | Reason:
    return v["DAYS"].problem or DateRange(0, 0, first, last)


_MONTHS = rules(
    "DAYS",
    ("IN|WITHIN? MONTH NUM?; LAST|THIS|NEXT MONTH", _month),
)
_PERIODS = rules(
    "DAYS",
    ("THIS|NEXT|LAST UNIT; THE? COMING|AFTERNEXT UNIT; THE? UNIT AFTER NEXT UNIT?; THE UNIT", _period),
    ("THE? WEEKEND AFTER NEXT; THIS|NEXT|LAST|COMING|AFTERNEXT|THE|ON? WEEKEND", _weekend),
    ("THE? REST THE|THIS? UNIT; REST THIS UNIT", _rest),
    ("LAST WEEKDAY", _last_weekday),
    ("LAST PART|PARTALONE", lambda _, c: _day(c.today - _DAY)),
    ("IN|WITHIN|FOR? THE? NEXT|COMING QTY; WITHIN QTY", _next_units),
    ("IN|WITHIN? THE? LAST|PAST QTY; IN|WITHIN? THE PAST UNIT", _last_units),
)
_OF_DAYS = rules(
    "DAYS",
    ("DAY; DAY IN|AT|ON? THE? PART|PARTALONE", _of_day),
    ("THIS PART|PARTALONE; TONIGHT", lambda _, c: _day(c.today)),
)
_PAIRS = rules(
    "DAYS",
    ("BETWEEN DAYS AND DAYS; FROM? DAYS TO|UNTIL|DASH|BY DAYS", _both),
    ("DAYS COMMA|AND|OR DAYS", _neighbors),
)
_BOUNDS = rules(
    "RANGE",
    ("DUE? ON|IN|AT|FOR|WITHIN? DAYS", lambda v, _: _range(v, v["DAYS"].first, v["DAYS"].last)),
    ("DUE? SINCE DAYS; DAYS ONWARDS", lambda v, _: _range(v, v["DAYS"].first, None)),
    ("DUE? FROM|STARTING DAYS ON|ONWARDS?", lambda v, _: _range(v, v["DAYS"].first, None)),
    ("DUE? AFTER DAYS", lambda v, _: _range(v, v["DAYS"].last + _DAY, None)),
    ("DUE? BEFORE DAYS", lambda v, _: _range(v, None, v["DAYS"].first - _DAY)),
    ("DUE? BY|UNTIL|UPTO THE? DAYS", lambda v, _: _range(v, None, v["DAYS"].last)),
)
_STAGES = (
    *TIMES_AND_REPEATS,
    Stage(dates.DATES, is_known=True),
    Stage(dates.NTHS),
    Stage((*_MONTHS, *dates.SHORT_NTHS), is_known=True),
    Stage((*_PERIODS, *days.DAYS), is_known=True),
    Stage(days.OFFSETS),
    Stage(_OF_DAYS),
    Stage(_PAIRS),
    Stage(_BOUNDS),
)


def read_range(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    week_start: int = 0,
    language: str = "en",
    is_past: bool = False,
) -> DateRange | Unread | None:
    """The days that `text` names, as of `now` (aware) in the person's `zone`. None where it names none.

    With `is_past`, and with "since", a weekday, a month and a date without a year are the last such, else the
    coming one. `Unread` has the reason why words that look like a date are no range of days.
    """
    spacing = Spacing(text)
    table = language_of(language)
    has_since = any("SINCE" in table.meanings.get(word, ()) for word in spacing.text.casefold().split())
    context = Context(spacing.text, now.astimezone(zone), week_start, table, is_past=is_past or has_since)
    found = _read(context)
    return found and spacing.outwards(found)


def _read(context: Context) -> DateRange | Unread | None:
    found = [
        node
        for node in find_phrases(context, _STAGES)
        if {"RANGE", "CLOCK"} & node.meanings.keys() and is_whole(context.text, node.start, node.end)
    ]
    if not found:
        return None
    start, end = found[0].start, found[-1].end
    ranges: list[DateRange | Reason] = [node.meanings["RANGE"] for node in found if "RANGE" in node.meanings]
    if len(found) > 1 or not ranges:
        return context.unread(start, end, Reason.SEVERAL if ranges else Reason.UNCLEAR_DAY)
    if isinstance(ranges[0], Reason):
        return context.unread(start, end, ranges[0])
    return replace(ranges[0], start=start, end=end)
