"""Finds the time of day a text names: "7pm", "at 19:30", "at noon", "in the morning", "tonight".

An hour without am or pm is the evening's from 1 to 7 and the morning's from 8 to 11. Morning is 9:00,
lunchtime 12:30, afternoon 15:00, evening 19:00, night 20:00; midnight ends the named day (23:59).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from .calendar_dates import MONTH
from .days import WEEKDAY
from .moments import END_OF_DAY
from .patterns import BEGIN, END, cut, rx

_PARTS = {
    "morning": time(9),
    "lunchtime": time(12, 30),
    "afternoon": time(15),
    "evening": time(19),
    "night": time(20),
}
_DAY_WORD = rf"(?:today|tomorrow|tmrw|tonight|{WEEKDAY}|weekend)"
_LEAD = (
    r"(?P<lead>(?:(?:due|deadline:?)\s+)?"
    r"(?:(?:at|by|@|around|before|until|till|til|from|to)\s*(?:about\s+)?)?)"
)
_MERIDIEM = rx(
    rf"{BEGIN}(?<!the\s){_LEAD}(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?m\.?"
    r"(?![\w'’])"
)
_EXACT = rx(
    rf"(?:{BEGIN}|(?<=\dT))(?<!the\s){_LEAD}(?P<hour>[01]?\d|2[0-3])[:h](?P<minute>[0-5]\d)(?::\d\d)?{END}"
)
_BARE = rx(
    rf"{BEGIN}(?P<lead>(?:at|by|@|around|before|until|till|to)\s*)(?P<hour>\d{{1,2}})(?:\."
    r"(?P<minute>[0-5]\d))?"
    rf"(?:\s*o['’]?clock)?(?=\s*[.,!?;)]*\s*$|,?\s+(?:on|in\s+the|by|next|this|to|{_DAY_WORD})\b)"
)
_OCLOCK = rx(rf"{BEGIN}{_LEAD}(?P<hour>\d{{1,2}})\s*o['’]?clock{END}")
_NAMED = rx(rf"{BEGIN}{_LEAD}(?P<named>noon|midday|midnight){END}")
_TODAY_PART = rx(
    rf"{BEGIN}(?:by\s+|for\s+|due\s+)?(?:(?P<tonight>tonight)|this\s+(?P<part>morning|afternoon"
    rf"|evening)){END}"
)
_PART = rx(rf"{BEGIN}(?:in\s+the\s+(?P<a>morning|afternoon|evening)|at\s+(?P<b>night|lunchtime)){END}")
_PART_AFTER_DAY = rx(
    rf"{BEGIN}(?:tomorrow|tmrw|today|{WEEKDAY}|{MONTH}|\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}})(?P<gap>\s+)"
    rf"(?P<part>morning|lunchtime|afternoon|evening|night){END}"
)


@dataclass(frozen=True)
class Clock:
    """A time of day; `is_sure` unless morning and evening were left open. `today` if the words name today."""

    at: time
    is_sure: bool
    today: bool
    rest: str


def find_clock(text: str, *, has_day: bool) -> Clock | None:
    """The time of day in `text`, and the text without it. `has_day`: a day is named too, so "9:30" is a
    time."""
    part, today, text, had_part = _find_part(text)
    named = _NAMED.search(text)
    if named and (named["lead"] or has_day or not text[named.end() :].strip(" .,!?")):
        at = END_OF_DAY if named["named"].lower() == "midnight" else time(12)
        return Clock(at, True, today, cut(text, *named.span()))
    for pattern in (_MERIDIEM, _EXACT, _OCLOCK, _BARE):
        match = pattern.search(text)
        found = match and _read(match, pattern, part, has_day or had_part)
        if match and found:
            return Clock(found[0], found[1], today, cut(text, *match.span()))
    return Clock(_PARTS[part], True, today, text) if part else None


def _find_part(text: str) -> tuple[str | None, bool, str, bool]:
    match = _TODAY_PART.search(text)
    if match:
        part = "night" if match["tonight"] else match["part"].lower()
        return part, True, cut(text, *match.span()), True
    match = _PART.search(text)
    if match:
        return (match["a"] or match["b"]).lower(), False, cut(text, *match.span()), True
    match = _PART_AFTER_DAY.search(text)
    if match:
        return match["part"].lower(), False, cut(text, match.start("gap"), match.end()), True
    return None, False, text, False


def _read(
    match: re.Match[str], pattern: re.Pattern[str], part: str | None, is_expected: bool
) -> tuple[time, bool] | None:
    hour, groups = int(match["hour"]), match.groupdict()
    minute = int(groups.get("minute") or 0)
    if hour > 23:
        return None
    if pattern is _MERIDIEM:
        if hour <= 12:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        return time(hour, minute), True
    is_padded = pattern is _EXACT and len(match["hour"]) == 2
    if pattern is _EXACT and not (match["lead"] or is_expected or is_padded):
        return None
    if is_padded or hour > 12 or hour == 0:
        return time(hour, minute), True
    return _on_twelve_hours(hour, minute, part)


def _on_twelve_hours(hour: int, minute: int, part: str | None) -> tuple[time, bool]:
    """The likely half of the day, and whether the words leave no doubt about it."""
    if part == "night" and hour == 12:
        return END_OF_DAY, True
    if part in ("afternoon", "evening", "night"):
        return time(hour % 12 + 12, minute), True
    if part == "morning":
        return time(hour % 12, minute), True
    return time(hour + 12 if hour <= 7 else hour, minute), False
