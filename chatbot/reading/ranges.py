"""Reads the days and hours in a filter or a question: "this week", "before friday", "after 5 pm"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

from . import dates, days
from .bounds import BOUNDS, DateRange, Days
from .calendar import Context, last_of_month
from .dates import is_year
from .days import moved, offset_of
from .grammar import Stage, Values, rules
from .hours import HOURS, Hours, on_day, part_of, rest_of_day, times_of, times_of_part, until
from .languages import language_of
from .phrases import TIMES_AND_REPEATS, find_phrases
from .quantities import quantity_of
from .result import Reason, Unread
from .spacing import Spacing
from .tokens import is_whole
from .values import YEAR, Day, Quantity

_DAY = timedelta(days=1)
_DAY_MINUTES = 1_440


def _period(v: Values, c: Context) -> Days | None:
    """ "this week", "next month", "last year", "next hour"."""
    found = c.period(v["UNIT"], offset_of(v))
    return Days(*found) if found else _hour(v, c)


def _weekend(v: Values, c: Context) -> Days:
    saturday = c.weekend(offset_of(v))
    return Days(saturday, saturday + _DAY)


def _month(v: Values, c: Context) -> Days | None:
    """ "in march", "march 2027", "last march"."""
    number, year = v["MONTH"].number, v.get("NUM")
    if year is not None and not is_year(year):
        return None
    first = c.coming_month(number) if year is None else date(year, number, 1)
    if "LAST" in v and first >= c.month(0):
        first -= relativedelta(years=1)
    return Days(first, last_of_month(first))


def _year(v: Values, _: Context) -> Days | None:
    """ "in 2027", "in the year 2027"."""
    year = v["NUM"]
    is_meant = is_year(year) and v.get("UNIT", YEAR) == YEAR
    return Days(date(year, 1, 1), date(year, 12, 31)) if is_meant else None


def _next_units(v: Values, c: Context) -> Days | None:
    """ "the next 3 days", "within 2 weeks": from today on."""
    quantity = quantity_of(v)
    if quantity.minutes % _DAY_MINUTES:
        return _hours_from_now(quantity, c)
    other = _moved_today(quantity, c)
    return Days(c.today, other, quantity.problem) if other else None


def _last_units(v: Values, c: Context) -> Days | None:
    """ "the last 7 days", "the past week": up to today."""
    quantity = quantity_of(v).reversed()
    if quantity.minutes % _DAY_MINUTES:
        return _hours_from_now(quantity, c)
    other = _moved_today(quantity, c)
    return Days(other, c.today, quantity.problem) if other else None


def _hour(v: Values, c: Context) -> Days | None:
    """ "the next hour", "the last hour"."""
    quantity = v["UNIT"].reversed() if "LAST" in v else v["UNIT"]
    return _hours_from_now(quantity, c) if quantity.minutes and "THIS" not in v else None


def _hours_from_now(quantity: Quantity, c: Context) -> Days | None:
    """From now until then, or from then until now. None outside of the calendar."""
    day = moved(c.today, quantity)
    if day is None:
        return None
    since = c.at(day, c.now.time()) if day != c.today else c.now
    first, last = sorted((c.after(timedelta()), c.after(timedelta(minutes=quantity.minutes), since)))
    return Days(first.date(), last.date(), quantity.problem, Hours(first, last, has_last=True))


def _moved_today(quantity: Quantity, c: Context) -> date | None:
    """Today moved by a quantity, with minutes as whole days. None outside of the calendar."""
    return moved(c.today, Quantity(quantity.months, quantity.days + quantity.minutes // _DAY_MINUTES))


def _last_weekday(v: Values, c: Context) -> Days:
    """The last such day before today."""
    return _day(c.today - timedelta(days=(c.today.weekday() - v["WEEKDAY"].number - 1) % 7 + 1))


def _rest(v: Values, c: Context) -> Days | None:
    found = c.period(v["UNIT"], 0)
    return found and Days(c.today, found[1])


def _day(on: date, problem: Reason | None = None) -> Days:
    return Days(on, on, problem if problem != Reason.PAST else None)


def _of_day(v: Values, c: Context) -> Days:
    """A day; "in 2 hours" is from now until then."""
    day: Day = v["DAY"]
    if day.moment and not day.problem:
        return Days(c.today, day.on, hours=Hours(c.after(timedelta()), day.moment, has_last=True))
    return _day(day.on, day.problem)


def _hours_of_day(v: Values, c: Context) -> Days | None:
    """ "tomorrow at 5 pm", "between 2 and 4 pm on friday", "friday morning"."""
    days: Days = v["DAYS"]
    times = times_of(v)
    if times is None:
        return None
    if days.problem or days.hours or days.first != days.last:
        return days._replace(problem=days.problem or Reason.UNCLEAR_DAY)
    return days._replace(hours=on_day(times, days.first, c))


def _rest_of_day(v: Values, c: Context) -> Days | None:
    """ "tomorrow after 5 pm", "after 5 pm on friday"."""
    days = _hours_of_day(v, c)
    return days and days._replace(hours=days.hours and rest_of_day(days.hours, c))


def _until_hour(v: Values, c: Context) -> Days | None:
    """ "tomorrow before 5 pm", "friday until noon": from the start of that day."""
    days = _hours_of_day(v, c)
    if days is None or days.hours is None:
        return days
    return days._replace(hours=replace(until(days.hours, v), first=c.at(days.first, time(0))))


def _part_of_day(v: Values, c: Context) -> Days:
    """ "this morning", "tonight", "last night", "Freitagabend"."""
    if "WEEKDAYPART" in v:
        number, part = v["WEEKDAYPART"]
        day, times = c.coming_weekday(number), times_of_part(part)
    else:
        day, times = c.today - _DAY * ("LAST" in v), part_of(v)
    return Days(day, day, hours=on_day(times, day, c))


def _both(v: Values, c: Context) -> Days:
    """ "between monday and wednesday"; with `is_past` the first day is moved back, else
    the last one forward."""
    one, other = v["DAYS"], v["DAYS2"]
    if one.hours or other.hours:
        return Days(one.first, other.last, Reason.UNCLEAR_DAY)
    first, last = one.first, other.last
    if last < first:
        step = relativedelta(weeks=1) if (first - last).days < 7 else relativedelta(years=1)
        first, last = (first - step, last) if c.is_past else (first, last + step)
    return Days(first, last, one.problem or other.problem or (Reason.IMPOSSIBLE if last < first else None))


def _neighbors(v: Values, _: Context) -> Days | None:
    """ "today and tomorrow"."""
    one, other = v["DAYS"], v["DAYS2"]
    if one.hours or other.hours:
        return None
    return Days(one.first, other.last) if other.first - one.last == _DAY else None


_MONTHS = rules(
    "DAYS",
    ("IN|WITHIN? MONTH NUM?; LAST|THIS|NEXT MONTH", _month),
    ("IN NUM; IN THE? UNIT NUM", _year),
)
_PERIODS = rules(
    "DAYS",
    ("THIS|NEXT|LAST UNIT; THE? COMING|AFTERNEXT UNIT; THE? UNIT AFTER NEXT UNIT?; THE UNIT", _period),
    ("THE? WEEKEND AFTER NEXT; THIS|NEXT|LAST|COMING|AFTERNEXT|THE|ON? WEEKEND", _weekend),
    ("THE? REST THE|THIS? UNIT; REST THIS UNIT", _rest),
    ("LAST WEEKDAY", _last_weekday),
    ("LAST PART|PARTALONE", _part_of_day),
    ("IN|WITHIN|FOR? THE? NEXT|COMING QTY; WITHIN QTY", _next_units),
    ("IN|WITHIN? THE? LAST|PAST QTY; IN|WITHIN? THE? PAST UNIT", _last_units),
    ("IN|WITHIN|FOR? THE NEXT|COMING|LAST UNIT", _hour),
)
_OF_DAYS = rules(
    "DAYS",
    ("DAY", _of_day),
    ("THIS PART|PARTALONE; TONIGHT; ON? WEEKDAYPART", _part_of_day),
)
_HOURS_OF_DAYS = rules(
    "DAYS",
    ("DAYS HOURS|HOURSOFDAY; HOURS|HOURSOFDAY ON|OF|IN|FOR? DAYS", _hours_of_day),
    ("DAYS IN|AT|ON? THE? PART|PARTALONE|DAYTIME", _hours_of_day),
    ("DAYS AFTER|FROM|STARTING HOURS|NUM ON|ONWARDS?; AFTER HOURS|NUM ON? DAYS", _rest_of_day),
    ("DAYS BEFORE|BY|UNTIL|UPTO HOURS|NUM", _until_hour),
)
_PAIRS = rules(
    "DAYS",
    ("BETWEEN DAYS AND DAYS; FROM? DAYS TO|UNTIL|DASH|BY DAYS", _both),
    ("DAYS COMMA|AND|OR DAYS", _neighbors),
)
_STAGES = (
    *TIMES_AND_REPEATS,
    Stage(dates.DATES, is_known=True),
    Stage(dates.NTHS),
    Stage((*_MONTHS, *dates.SHORT_NTHS), is_known=True),
    Stage((*_PERIODS, *days.DAYS), is_known=True),
    Stage(days.OFFSETS),
    Stage(_OF_DAYS),
    Stage(HOURS),
    Stage(_HOURS_OF_DAYS),
    Stage(_PAIRS),
    Stage(BOUNDS),
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
    """The days that `text` names, as of `now` (aware) in the person's `zone`. None if it names none.

    With `is_past`, and after "since", a weekday, a month or a date without a year is the last one, else the
    coming one. `Unread` has the reason why words that look like a date are not a range of days.
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
