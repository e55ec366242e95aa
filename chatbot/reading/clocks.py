"""Rules for times of day: "5pm", "19:30", "quarter to 9", "at 5", "noon", "in the morning".

An hour without am or pm is in the afternoon from 1 to 6 and in the morning from 7 to 11, in the evening where
the text speaks of dinner and the like. A part of the day has one hour, by the language's table. Midnight ends
the day: it is its last minute.
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


def likely(hour: int, minute: int, is_spoken: bool = False, is_number: bool = False) -> Clock | None:
    """The time of a dial that shows no half of the day."""
    if hour > 23 or minute > 59:
        return None
    if hour == 0 or hour >= 12:
        return Clock(time(hour, minute), is_spoken=is_spoken, is_number=is_number)
    return Clock(
        time(hour + 12 if hour <= LAST_AFTERNOON_HOUR else hour, minute),
        is_guessed=True,
        is_spoken=is_spoken,
        is_number=is_number,
    )


def _impossible() -> Clock:
    return Clock(NOON, problem=Reason.IMPOSSIBLE)


def _parts(text: str) -> tuple[int, int]:
    hour, minute = re.split("[:h.]", text.lower())
    return int(hour), int(minute)


def _exact(v: Values, _: Any) -> Clock:
    hour, minute = _parts(v["TIME"])
    if v["TIME"].startswith("0") and hour < 24 and minute < 60:
        return Clock(time(hour, minute))
    return likely(hour, minute) or _impossible()


def _halved(v: Values, _: Any) -> Clock | None:
    """With am or pm."""
    hour, minute = _parts(v["TIME"]) if "TIME" in v else (v.get("NUM", 0), 0)
    if "DECIMAL" in v:
        if len(v["DECIMAL"].partition(".")[2]) != 2:
            return None
        hour, minute = _parts(v["DECIMAL"])
    if hour > 23 or minute > 59 or (hour == 0 and v["HALFDAY"]):
        return _impossible()
    if hour > 12:
        return Clock(time(hour, minute)) if v["HALFDAY"] else _impossible()
    return Clock(time(hour % 12 + 12 * v["HALFDAY"], minute))


def _oclock(v: Values, _: Any) -> Clock | None:
    """ "5 o'clock", "17 Uhr 30", "8.30 Uhr"."""
    if "DECIMAL" in v:
        hour, minute = _parts(v["DECIMAL"]) if "." in v["DECIMAL"] else (99, 0)
    elif "TIME" in v:
        return _exact(v, _)
    else:
        hour, minute = v["NUM"], v.get("NUM2", 0)
        if 0 < minute < 10:
            return None
    return replace(likely(hour, minute) or _impossible(), needs_room=v["OCLOCK"])


def _spoken(minutes_after: int, hour: int, half_day: bool | None) -> Clock | None:
    if not 1 <= hour <= 12:
        return None
    total = (hour % 12) * 60 + minutes_after
    if half_day is not None:
        total = (total + 720 * half_day) % 1_440
        return Clock(time(total // 60, total % 60))
    hour, minute = divmod(total % 720, 60)
    return likely(hour or 12, minute, is_spoken=True)


def _minutes(v: Values) -> int | None:
    if "MINUTES" in v:
        return int(v["MINUTES"])
    if "QTY" not in v:
        return int(v["NUM"])
    quantity: Quantity = v["QTY"]
    return None if quantity.problem or quantity.days or quantity.months else quantity.minutes


def _past(v: Values, _: Any) -> Clock | None:
    minutes = _minutes(v)
    hour = v["NUM2"] if "NUM2" in v else v["NUM"]
    return _spoken(minutes, hour, v.get("HALFDAY")) if minutes and minutes < 60 else None


def _to(v: Values, _: Any) -> Clock | None:
    minutes = _minutes(v)
    hour = v["NUM2"] if "NUM2" in v else v["NUM"]
    return _spoken(-minutes, hour, v.get("HALFDAY")) if minutes and minutes < 60 else None


def _half_to(v: Values, _: Any) -> Clock | None:
    """German counts to the hour: "halb acht" is 7:30."""
    return _spoken(v["HALFTO"], v["NUM"], v.get("HALFDAY"))


def _named(v: Values, _: Any) -> Clock:
    return Clock(v["NAMEDTIME"], is_bare=True)


def in_part(clock: Clock, part: time) -> Clock:
    """ "8 in the evening"."""
    if not clock.is_guessed:
        return clock
    hour = clock.at.hour % 12 + (12 if part >= NOON else 0)
    return replace(clock, at=clock.at.replace(hour=hour), is_guessed=False)


def hour_of(clocks: list[Clock]) -> Clock | None:
    """The one time that clocks name, "in the evening" and "at 8" together. None of none or several."""
    parts = {clock.at: clock for clock in clocks if clock.is_part}
    hours = {clock.at: clock for clock in clocks if not clock.is_part}
    if len(parts) > 1 or len(hours) > 1:
        return None
    part, hour = next(iter(parts.values()), None), next(iter(hours.values()), None)
    if part is None or hour is None:
        return hour or part
    within = in_part(hour, part.at)
    return within if (within.at >= NOON) == (part.at >= NOON) else None


def moment_at(day: date | None, clock: Clock, context: Context) -> datetime:
    """That time of the day; without one, its next. A guessed morning that is over is an evening."""
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
    ("TIME", _exact),
    ("TIME|NUM|DECIMAL HALFDAY", _halved),
    ("NUM OCLOCK; NUM OCLOCK NUM; TIME|DECIMAL OCLOCK", _oclock),
    ("A? MINUTES PAST NUM HALFDAY?; NUM PAST NUM HALFDAY?", _past),
    ("A? MINUTES TOHOUR NUM HALFDAY?; NUM BEFOREHOUR NUM", _to),
    ("HALFTO NUM HALFDAY?", _half_to),
    ("NAMEDTIME", _named),
)
COUNTED_CLOCKS = rules(
    "CLOCK",
    ("QTY PAST NUM HALFDAY?", _past),
    ("QTY TOHOUR NUM HALFDAY?", _to),
)
