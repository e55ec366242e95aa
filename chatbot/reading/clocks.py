"""Rules for times of day: "5pm", "19:30", "quarter to 9", "at 5", "noon", "in the morning".

An hour without am or pm is in the afternoon from 1 to 6 and in the morning from 7 to 11, or in the evening if
the text mentions dinner and the like. A part of the day has one hour, from the table of the language.
Midnight is the last minute of the day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from .calendar import Context
from .grammar import Values, rules
from .result import Reason
from .values import Clock, Quantity

NOON, LAST_AFTERNOON_HOUR = time(12), 6


def likely(hour: int, minute: int) -> Clock | None:
    """The likely time of an hour from 1 to 12 without am or pm."""
    if hour > 23 or minute > 59:
        return None
    is_guessed = 0 < hour < 12
    is_afternoon = 0 < hour <= LAST_AFTERNOON_HOUR
    return Clock(time(hour + 12 * is_afternoon, minute), is_guessed=is_guessed)


def _impossible() -> Clock:
    return Clock(NOON, problem=Reason.IMPOSSIBLE)


def _written(v: Values) -> tuple[int, int] | None:
    """Hour and minute of "19:30", "12h30", "8.30", "17" and "17 30"."""
    if "NUM" in v:
        return v["NUM"], v.get("NUM2", 0)
    match = re.fullmatch(r"(\d+)[:h.](\d\d)", v["TIME"] if "TIME" in v else v["DECIMAL"], re.IGNORECASE)
    return (int(match[1]), int(match[2])) if match else None


def _exact(v: Values, _: Any) -> Clock | None:
    """ "19:30", "17 Uhr 30", "8.30 Uhr". With a zero before it, "07:30" is in the morning."""
    written = _written(v)
    if written is None or 0 < v.get("NUM2", 0) < 10:
        return None
    clock = likely(*written) or _impossible()
    if "TIME" in v and v["TIME"].startswith("0") and not clock.problem:
        clock = Clock(time(*written))
    return replace(clock, needs_room=v.get("OCLOCK", False))


def _halved(v: Values, _: Any) -> Clock | None:
    """With am or pm."""
    written, is_afternoon = _written(v), v["HALFDAY"]
    if written is None:
        return None
    hour, minute = written
    if minute > 59 or hour > 23 or (hour == 0 and is_afternoon) or (hour > 12 and not is_afternoon):
        return _impossible()
    return Clock(time(hour % 12 + 12 * is_afternoon, minute))


def _spoken(v: Values, _: Any) -> Clock | None:
    """ "quarter past 6 pm", "10 minutes to 9". German counts to the hour: "halb acht" is 7:30."""
    minutes, hour = _minutes_after(v), v.get("NUM2", v["NUM"])
    if not 0 < abs(minutes) < 60 or not 1 <= hour <= 12:
        return None
    total = hour % 12 * 60 + minutes
    if "HALFDAY" in v:
        total = (total + 720 * v["HALFDAY"]) % 1_440
        return Clock(time(total // 60, total % 60))
    hour, minute = divmod(total % 720, 60)
    clock = likely(hour or 12, minute)
    return clock and replace(clock, is_spoken=True)


def _minutes_after(v: Values) -> int:
    """Negative before the hour; 0 if no minutes are given."""
    if "HALFTO" in v:
        return int(v["HALFTO"])
    minutes = int(v["MINUTES"] if "MINUTES" in v else v["NUM"])
    if "QTY" in v:
        quantity: Quantity = v["QTY"]
        minutes = quantity.minutes if quantity == Quantity(minutes=quantity.minutes) else 0
    return -minutes if "TOHOUR" in v or "BEFOREHOUR" in v else minutes


def in_part(clock: Clock, part: Clock | None) -> Clock:
    """ "8 in the evening"."""
    if part is None or not clock.is_guessed:
        return clock
    hour = clock.at.hour % 12 + (12 if part.at >= NOON else 0)
    return replace(clock, at=clock.at.replace(hour=hour), is_guessed=False)


def following(first: Clock, last: Clock) -> Clock:
    """The end of a range of times, in the half of the day that follows its start."""
    if not last.is_guessed:
        return last
    morning = last.at.replace(hour=last.at.hour % 12)
    evening = morning.replace(hour=morning.hour + 12)
    return replace(last, at=evening if morning <= first.at < evening else morning)


def preceding(hour: int, last: Clock) -> Clock | None:
    """The start of a range of times, "5-6pm": the last such hour before the end."""
    hours = (hour % 12, hour % 12 + 12) if hour <= 12 else (hour,)
    before = [one for one in hours if 1 <= hour <= 23 and time(one) < last.at]
    return Clock(time(before[-1]), is_guessed=last.is_guessed) if before else None


def hour_of(clocks: list[Clock]) -> Clock | None:
    """The one time that all clocks together give, "in the evening" and "at 8". None if there
    is none or several."""
    parts = {clock.at: clock for clock in clocks if clock.is_part}
    hours = {clock.at: clock for clock in clocks if not clock.is_part}
    if len(parts) > 1 or len(hours) > 1:
        return None
    part, hour = next(iter(parts.values()), None), next(iter(hours.values()), None)
    if part is None or hour is None:
        return hour or part
    within = in_part(hour, part)
    return within if (within.at >= NOON) == (part.at >= NOON) else None


def moment_at(day: date | None, clock: Clock, context: Context) -> datetime:
    """The time on that day, or its next occurrence without a day. A guessed morning time that is over
    becomes an evening time."""
    moment = context.at(day or context.today, clock.at)
    if moment > context.now or day not in (None, context.today):
        return moment
    if clock.is_guessed and not clock.is_spoken and clock.at < NOON:
        evening = context.at(context.today, clock.at.replace(hour=clock.at.hour + 12))
        if evening > context.now:
            return evening
    return moment if day else context.at(context.today + timedelta(days=1), clock.at)


CLOCKS = rules(
    "CLOCK",
    ("TIME; NUM OCLOCK; NUM OCLOCK NUM; TIME|DECIMAL OCLOCK", _exact),
    ("TIME|NUM|DECIMAL HALFDAY", _halved),
    ("A? MINUTES PAST NUM HALFDAY?; NUM PAST NUM HALFDAY?", _spoken),
    ("A? MINUTES TOHOUR NUM HALFDAY?; NUM BEFOREHOUR NUM; HALFTO NUM HALFDAY?", _spoken),
    ("NAMEDTIME", lambda v, _: Clock(v["NAMEDTIME"], is_bare=True)),
)
COUNTED_CLOCKS = rules("CLOCK", ("QTY PAST|TOHOUR NUM HALFDAY?", _spoken))
