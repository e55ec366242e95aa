"""Rules for the prepositions of a range: "on friday", "since monday", "before 5 pm", "by noon"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import NamedTuple

from .calendar import Context
from .grammar import Values, rules
from .hours import Hours, on_coming_day, on_day, rest_of_day, times_of, until
from .result import Place, Reason

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DateRange(Place):
    """From the day `first` to the day `last`, inclusive; None at an open end.

    With `hours` only these hours are meant, on the given days.
    """

    first: date | None
    last: date | None
    hours: Hours | None = None


class Days(NamedTuple):
    """The value of words for days or hours, before a preposition is applied."""

    first: date
    last: date
    problem: Reason | None = None
    hours: Hours | None = None


def _within(v: Values, _: Context) -> DateRange | Reason:
    days: Days = v["DAYS"]
    return days.problem or DateRange(0, 0, days.first, days.last, days.hours)


def _since(v: Values, _: Context) -> DateRange | Reason:
    days: Days = v["DAYS"]
    if days.hours and not days.problem:
        return _of_hours(replace(days.hours, last=None))
    return days.problem or DateRange(0, 0, days.first, None)


def _after(v: Values, _: Context) -> DateRange | Reason:
    days: Days = v["DAYS"]
    if days.hours and not days.problem:
        return _of_hours(Hours(days.hours.last, None))
    return days.problem or DateRange(0, 0, days.last + _DAY, None)


def _before(v: Values, _: Context) -> DateRange | Reason:
    """ "before friday" and "by friday", in German and English."""
    days: Days = v["DAYS"]
    if days.hours and not days.problem:
        return _of_hours(until(days.hours, v))
    return days.problem or DateRange(0, 0, None, days.first - _DAY if "BEFORE" in v else days.last)


def _within_hours(v: Values, c: Context) -> DateRange | Reason | None:
    """ "between 2 and 4 pm", "in the afternoon"."""
    times = times_of(v)
    if times is None:
        return None
    hours = on_coming_day(times, c)
    return _of_hours(hours) if hours else Reason.UNCLEAR_DAY


def _after_hour(v: Values, c: Context) -> DateRange | None:
    """ "after 5 pm", today; "since 9 am", until now."""
    times = times_of(v)
    if times is None:
        return None
    hours = on_day(times, c.today, c)
    return _of_hours(replace(hours, last=None) if "SINCE" in v else rest_of_day(hours, c))


def _before_hour(v: Values, c: Context) -> DateRange | Reason | None:
    """ "before 5 pm", "by noon"; only of today if it is in the past."""
    times = times_of(v)
    if times is None:
        return None
    hours = on_coming_day(times, c)
    if hours is None:
        return Reason.UNCLEAR_DAY
    return _of_hours(replace(until(hours, v), first=c.at(c.today, time(0)) if c.is_past else None))


def _of_hours(hours: Hours) -> DateRange:
    last = hours.last if hours.has_last or hours.last is None else hours.last - _MINUTE
    return DateRange(0, 0, hours.first and hours.first.date(), last and last.date(), hours)


BOUNDS = rules(
    "RANGE",
    ("DUE? ON|IN|AT|FOR|WITHIN? DAYS", _within),
    ("DUE? SINCE DAYS; DAYS ONWARDS", _since),
    ("DUE? FROM|STARTING DAYS ON|ONWARDS?", _since),
    ("DUE? AFTER DAYS", _after),
    ("DUE? BEFORE DAYS; DUE? BY|UNTIL|UPTO THE? DAYS", _before),
    ("DUE? HOURS; DUE HOURSOFDAY", _within_hours),
    ("DUE? AFTER|FROM|STARTING|SINCE HOURS ON|ONWARDS?; DUE AFTER|SINCE NUM", _after_hour),
    ("DUE? BEFORE|BY|UNTIL|UPTO HOURS; DUE BEFORE|BY|UNTIL|UPTO NUM", _before_hour),
)
