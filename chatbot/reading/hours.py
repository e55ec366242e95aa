"""Rules for the hours of a range: "2 to 4 pm", "at noon", "in the afternoon"; and hours on their day.

Hours are wall-clock times until their day is known. Parts of the day are as in common use: the morning ends
at noon, the afternoon at 18:00, and evening and night at midnight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .calendar import Context
from .clocks import following, in_part, likely, moment_at, preceding
from .grammar import Values, rules
from .values import Clock

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_LAST_MINUTE = time(23, 59)  # "midnight"
# By the hour that a task gets for the part of the day; None is the end of the day.
_PARTS: dict[int, tuple[time, time | None]] = {
    9: (time(0), time(12)),
    12: (time(11), time(14)),
    15: (time(12), time(18)),
    19: (time(18), None),
    20: (time(18), None),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """From the time `first`, inclusive, to `last`; None at an open end.

    `has_last`: `last` is included, as in "by 5 pm", and not as in "before 5 pm".
    """

    first: datetime | None
    last: datetime | None
    has_last: bool = False


class Times(NamedTuple):
    """Hours of a day that is not known yet; `last` is None at the end of the day."""

    first: Clock
    last: Clock | None
    has_last: bool = True


def times_of(v: Values) -> Times | None:
    """The hours that the words, a number or a part of the day give."""
    times: Times | None = v.get("HOURS") or v.get("HOURSOFDAY")
    if times:
        return times
    if "NUM" not in v:
        return part_of(v)
    clock = _clock(v)
    return Times(clock, clock) if clock else None


def _clock(v: Values) -> Clock | None:
    clock: Clock | None = v["CLOCK"] if "CLOCK" in v else likely(v["NUM"], 0)
    part = next((v[name] for name in ("PART", "PARTALONE", "DAYTIME") if name in v), None)
    return clock and in_part(clock, part)


def part_of(v: Values) -> Times:
    name = next(name for name in ("PART", "PARTALONE", "DAYTIME", "TONIGHT") if name in v)
    return times_of_part(v[name])


def times_of_part(part: Clock) -> Times:
    first, last = _PARTS[part.at.hour]
    return Times(Clock(first), Clock(last) if last else None, has_last=False)


def _exact(v: Values, _: Context) -> Times | None:
    clock = _clock(v)
    return Times(clock, clock) if clock and not clock.problem else None


def _between(v: Values, _: Context) -> Times | None:
    first, last = v["CLOCK"], v["CLOCK2"]
    return None if first.problem or last.problem else Times(first, following(first, last))


def _between_numbers(v: Values, _: Context) -> Times | None:
    """ "2 and 4 pm", and "2 and 4" of a day."""
    last = v["CLOCK"] if "CLOCK" in v else likely(v["NUM2"], 0)
    if last is None or last.problem:
        return None
    if "CLOCK" in v:
        clock = preceding(v["NUM"], last)
        return Times(clock, last) if clock else None
    clock = likely(v["NUM"], 0)
    return Times(clock, following(clock, last)) if clock else None


def on_day(times: Times, day: date, c: Context) -> Hours:
    first = c.at(day, times.first.at)
    if times.last is None or (times.last.at == _LAST_MINUTE and times.last is not times.first):
        return Hours(first, c.at(day + _DAY, time(0)))
    last = c.at(day, times.last.at)
    return Hours(first, last if last >= first else c.at(day + _DAY, times.last.at), times.has_last)


def on_coming_day(times: Times, c: Context) -> Hours | None:
    """On today's date; None if these hours of today are over, since tomorrow's may be meant as well.

    A part of the day that is over is tomorrow's; a guessed morning becomes the evening.
    """
    today = on_day(times, c.today, c)
    if c.is_past or today.last is None or today.last > c.now:
        return today
    if times.first is times.last:
        moment = moment_at(None, times.first, c)
        return Hours(moment, moment, has_last=True) if moment.date() == c.today else None
    return None if times.has_last else on_day(times, c.today + _DAY, c)


def rest_of_day(hours: Hours, c: Context) -> Hours:
    """From the start of the hours to the end of the day: "after 5 pm"."""
    first = hours.last or hours.first
    if first is None:
        return hours
    if first.time() == _LAST_MINUTE:
        first = c.at(first.date() + _DAY, time(0))
    return Hours(first, c.at(first.date() + _DAY, time(0)))


def until(hours: Hours, v: Values) -> Hours:
    """ "before 5 pm" ends at their start, "by 5 pm" at their end."""
    if "BEFORE" not in v:
        return replace(hours, first=None)
    first = hours.first
    return Hours(None, first + _MINUTE if first and first.time() == _LAST_MINUTE else first)


HOURS = rules(
    "HOURS",
    ("AT? CLOCK; AT? CLOCK|NUM IN THE? PART; AT? CLOCK|NUM DAYTIME; AT? CLOCK|NUM PARTALONE", _exact),
    ("BETWEEN CLOCK AND CLOCK; FROM? CLOCK TO|UNTIL|DASH CLOCK", _between),
    ("BETWEEN NUM AND CLOCK; FROM? NUM TO|UNTIL|DASH CLOCK", _between_numbers),
    ("IN THE PART; ON THE? PARTALONE; DAYTIME", lambda v, _: part_of(v)),
) + rules(
    "HOURSOFDAY",
    ("AT NUM", _exact),
    ("BETWEEN NUM AND NUM", _between_numbers),
)
