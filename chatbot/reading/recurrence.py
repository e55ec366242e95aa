"""Repetitions as rules of RFC 5545, checked and counted by python-dateutil."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from .calendar import Context
from .values import Repeat

_ELAPSED = {"MINUTELY": timedelta(minutes=1), "HOURLY": timedelta(hours=1)}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(repeat: Repeat, context: Context, clock: time | None, last: date | datetime | None) -> str:
    """The value of an RRULE. The last day is included; with a time, UNTIL is in UTC (RFC 5545)."""
    parts = [f"FREQ={repeat.frequency}"]
    if repeat.interval > 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.weekdays:
        nth = str(repeat.nth or "")
        parts.append(f"BYDAY={','.join(nth + _DAYS[day] for day in repeat.weekdays)}")
    if repeat.month:
        parts.append(f"BYMONTH={repeat.month}")
    if repeat.month_day:
        parts.append(f"BYMONTHDAY={repeat.month_day}")
    if repeat.count:
        parts.append(f"COUNT={repeat.count}")
    elif last:
        parts.append(f"UNTIL={_until(last, context, clock, is_timed=repeat.frequency in _ELAPSED)}")
    if repeat.frequency == "WEEKLY" and repeat.interval > 1 and context.week_start:
        parts.append(f"WKST={_DAYS[context.week_start]}")
    return ";".join(parts)


def _until(last: date | datetime, context: Context, clock: time | None, *, is_timed: bool) -> str:
    if isinstance(last, datetime):
        moment = last
    elif clock or is_timed:
        moment = context.at(last, time(23, 59, 59))
    else:
        return f"{last:%Y%m%d}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def first_occurrence(
    repeat: Repeat, context: Context, start: date | None, clock: time | None, last: date | datetime | None
) -> date | datetime | None:
    """The first day or time of the series from `start` and from now on; None if there is none.

    The interval counts from there: "every other Thursday" starts on the coming one.
    """
    if repeat.frequency in _ELAPSED:
        return context.after(_ELAPSED[repeat.frequency] * repeat.interval)
    rule = rule_of(replace(repeat, interval=1), context, clock, last)
    first_day = start or context.today
    if clock is None:
        begin = datetime.combine(first_day, time())
        found = rrulestr(rule, dtstart=begin).after(begin - timedelta(days=1))
        return found.date() if found else None
    begin = datetime.combine(first_day, clock, tzinfo=context.now.tzinfo)
    found = rrulestr(rule, dtstart=begin).after(max(context.now, begin - timedelta(days=1)))
    return context.at(found.date(), clock) if found else None
