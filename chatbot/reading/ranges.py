"""Reads the days that a filter or a question names: "this week", "since Monday", "before friday"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

from . import dates, days, nths
from .calendar import Context, PastContext, last_of_month
from .days import SATURDAY, moved, offset_of
from .grammar import Stage, Values, rules
from .languages import language_of
from .phrases import TIMES_AND_REPEATS, find_phrases
from .result import Place, Reason, Unread
from .spacing import Spacing
from .tokens import is_whole
from .values import Quantity


@dataclass(frozen=True, slots=True)
class DateRange(Place):
    """From the day `first` to the day `last`, both included; None where the range is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class _Days:
    """The value of a range's words."""

    first: date | None
    last: date | None
    problem: Reason | None = None


def _period(v: Values, c: Context) -> _Days | None:
    """ "this week", "next month", "last year"."""
    found = c.period(v["UNIT"], offset_of(v))
    return found and _Days(*found)


def _weekend(v: Values, c: Context) -> _Days:
    """The Saturday and Sunday that are or come next; "last": those before."""
    saturday = c.today + timedelta(days=(SATURDAY - c.today.weekday() + 1) % 7 - 1)
    is_over = c.is_past and c.today < saturday
    saturday += timedelta(weeks=offset_of(v) or -int(is_over))
    return _Days(saturday, saturday + timedelta(days=1))


def _month(v: Values, c: Context) -> _Days | None:
    """ "in march", "march 2027", "last march"."""
    number, year = v["MONTH"].number, v.get("NUM")
    if year is not None and not 1900 <= year <= 2999:
        return None
    first = c.coming_month(number) if year is None else date(year, number, 1)
    if "LAST" in v and first >= c.month(0):
        first -= relativedelta(years=1)
    return _Days(first, last_of_month(first))


def _next_units(v: Values, c: Context) -> _Days | None:
    """ "the next 3 days", "within 2 weeks": from today on."""
    return _until(c, v["QTY"], 1)


def _last_units(v: Values, c: Context) -> _Days | None:
    """ "the last 7 days", "the past week": up to today."""
    quantity = v["QTY"] if "QTY" in v else Quantity(**{v["UNIT"][0]: v["UNIT"][1]})
    return _until(c, quantity, -1)


def _until(c: Context, quantity: Quantity, sign: int) -> _Days | None:
    days_more, minutes = divmod(quantity.minutes, 1_440)
    other = moved(c.today, Quantity(sign * quantity.months, sign * (quantity.days + days_more)))
    if minutes or other is None:
        return None
    return _Days(min(c.today, other), max(c.today, other), quantity.problem)


def _last_weekday(v: Values, c: Context) -> _Days:
    """The last one before today."""
    day = c.today - timedelta(days=(c.today.weekday() - v["WEEKDAY"].number - 1) % 7 + 1)
    return _Days(day, day)


def _today(_: Values, c: Context) -> _Days:
    """ "tonight"."""
    return _Days(c.today, c.today)


def _rest(v: Values, c: Context) -> _Days | None:
    found = c.period(v["UNIT"], 0)
    return found and _Days(c.today, found[1])


def _last_part(_: Values, c: Context) -> _Days:
    """ "last night"."""
    yesterday = c.today - timedelta(days=1)
    return _Days(yesterday, yesterday)


def _of_day(v: Values, _: Context) -> _Days:
    day = v["DAY"]
    return _Days(day.on, day.on, day.problem if day.problem != Reason.PAST else None)


def _whole(v: Values, _: Context) -> _Days:
    found: _Days = v["DAYS"]
    return found


def _since(v: Values, _: Context) -> _Days:
    return _Days(v["DAYS"].first, None, v["DAYS"].problem)


def _after(v: Values, _: Context) -> _Days:
    return _Days(v["DAYS"].last + timedelta(days=1), None, v["DAYS"].problem)


def _before(v: Values, _: Context) -> _Days:
    return _Days(None, v["DAYS"].first - timedelta(days=1), v["DAYS"].problem)


def _up_to(v: Values, _: Context) -> _Days:
    return _Days(None, v["DAYS"].last, v["DAYS"].problem)


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
    return _Days(one.first, other.last) if other.first - one.last == timedelta(days=1) else None


_MONTHS = rules(
    "DAYS",
    ("IN|WITHIN? MONTH NUM?", _month),
    ("LAST|THIS|NEXT MONTH", _month),
)
_PERIODS = rules(
    "DAYS",
    ("THIS|NEXT|LAST UNIT", _period),
    ("THE? COMING|AFTERNEXT UNIT", _period),
    ("THE? UNIT AFTER NEXT UNIT?", _period),
    ("THE? WEEKEND AFTER NEXT", _weekend),
    ("THE UNIT", _period),
    ("THE? REST THE|THIS? UNIT", _rest),
    ("REST THIS UNIT", _rest),
    ("THIS|NEXT|LAST|COMING|AFTERNEXT|THE|ON? WEEKEND", _weekend),
    ("LAST WEEKDAY", _last_weekday),
    ("LAST PART|PARTALONE", _last_part),
    ("IN|WITHIN|FOR? THE? NEXT|COMING QTY", _next_units),
    ("WITHIN QTY", _next_units),
    ("IN|WITHIN? THE? LAST|PAST QTY", _last_units),
    ("IN|WITHIN? THE PAST UNIT", _last_units),
)
_OF_DAYS = rules(
    "DAYS",
    ("DAY", _of_day),
    ("DAY IN|AT|ON? THE? PART|PARTALONE", _of_day),
    ("THIS PART|PARTALONE", _today),
    ("TONIGHT", _today),
)
_PAIRS = rules(
    "DAYS",
    ("BETWEEN DAYS AND DAYS", _both),
    ("FROM? DAYS TO|UNTIL|DASH|BY DAYS", _both),
    ("DAYS COMMA|AND|OR DAYS", _neighbors),
)
_BOUNDS = rules(
    "RANGE",
    ("DUE? ON|IN|AT|FOR|WITHIN? DAYS", _whole),
    ("DUE? SINCE DAYS", _since),
    ("DUE? FROM|STARTING DAYS ON|ONWARDS?", _since),
    ("DAYS ONWARDS", _since),
    ("DUE? AFTER DAYS", _after),
    ("DUE? BEFORE DAYS", _before),
    ("DUE? BY|UNTIL|UPTO THE? DAYS", _up_to),
)
_STAGES = (
    *TIMES_AND_REPEATS,
    Stage((*dates.KNOWN_DATES, *dates.DATES)),
    Stage(nths.NTHS),
    Stage((*_MONTHS, *nths.KNOWN_NTHS, *nths.SHORT_NTHS)),
    Stage((*_PERIODS, *days.DAYS)),
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
    kind = PastContext if is_past or has_since else Context
    found = _read(kind(spacing.text, now.astimezone(zone), week_start, table))
    return found and spacing.outwards(found)


def _read(context: Context) -> DateRange | Unread | None:
    found = [
        node
        for node in find_phrases(context, _STAGES)
        if {"RANGE", "CLOCK"} & node.meanings.keys() and is_whole(context.text, node.start, node.end)
    ]
    if not found:
        return None
    ranges = [node.meanings["RANGE"] for node in found if "RANGE" in node.meanings]
    place = (found[0].start, found[-1].end)
    if len(found) > 1 or not ranges:
        return context.unread(*place, Reason.SEVERAL if ranges else Reason.UNCLEAR_DAY)
    days_found: _Days = ranges[0]
    if days_found.problem:
        return context.unread(*place, days_found.problem)
    return DateRange(*place, days_found.first, days_found.last)
