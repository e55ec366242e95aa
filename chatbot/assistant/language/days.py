"""Finds the day a text names.

Rules, because English leaves them open:

* A weekday is the coming one, never today; "next friday" is the Friday of next week, weeks starting on
  Monday.
* "next week" and "next month" are due on their first day, "this week" on Friday (Sunday at the weekend),
  "this month" on its last day, a weekend on its Saturday.
* A date without a year is the coming one. Numeric dates are day first, except in American time zones.
* Words that are also something else ("may", "march", "sat", "sun") need a day number or a preposition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import MO, SU, relativedelta

from .calendar_dates import MONTH, calendar_date, coming_day_of_month, month_number, numeric_date
from .patterns import BEGIN, END, NUMBER_WORD, count_of, rx

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEAD = (
    r"(?P<lead>(?:(?:and\s+)?(?:is\s+|it(?:['’]s| is)\s+)?(?:due|deadline)(?:\s+date)?(?:\s+(?:is|on|by|for"
    r"|in|at|to))?:?\s+"
    r"|(?:by|on|before|until|till|til|for|from|starting|in)\s+)?)(?:the\s+)?"
)
_COUNT = rf"(?P<count>\d{{1,4}}|an?|{NUMBER_WORD}|a\s+couple(?:\s+of)?|couple(?:\s+of)?|a\s+few)"
_UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?)"
_NOT_AFTER = rx(r"\b(?:every|each|last|about|since|of|than|yesterday,?)\s+$")


@dataclass(frozen=True)
class Day:
    """The day (or span of days) named at `start:end` of a text; an `instant` where hours or minutes were
    counted."""

    start: int
    end: int
    due: date
    first: date
    last: date
    instant: datetime | None = None


_Span = tuple[date, date, date]
_Reader = Callable[[re.Match[str], datetime], "_Span | datetime | None"]


def _single(day: date | None) -> _Span | None:
    return None if day is None else (day, day, day)


def step_of(count: str, unit: str) -> relativedelta:
    """The step "2 weeks", "a day", "three hours" describes."""
    number, name = count_of(count), unit.lower().rstrip("s")
    if name == "fortnight":
        return relativedelta(weeks=2 * number)
    field = {"min": "minutes", "minute": "minutes", "hr": "hours", "hour": "hours"}.get(name, f"{name}s")
    return relativedelta(**{field: number})  # type: ignore[arg-type]


def shifted(moment: datetime, step: relativedelta) -> datetime:
    """`moment` moved by `step`: hours and minutes as elapsed time, days and longer by the calendar."""
    if step.hours or step.minutes:
        elapsed = timedelta(hours=step.hours, minutes=step.minutes, days=step.days)
        return (moment.astimezone(UTC) + elapsed).astimezone(moment.tzinfo)
    return moment + step


def _counted(match: re.Match[str], now: datetime) -> _Span | datetime | None:
    step = step_of(match["count"], match["unit"])
    if match["unit"].lower().startswith(("min", "h")):
        return shifted(now, step).replace(second=0, microsecond=0)
    return _single(now.date() + step)


def _half_an_hour(_: re.Match[str], now: datetime) -> datetime:
    return shifted(now, relativedelta(minutes=30)).replace(second=0, microsecond=0)


def _near(match: re.Match[str], now: datetime) -> _Span:
    word = match["near"].lower()
    days = 0 if word.startswith("today") else 2 if word.startswith("day after") else 1
    day = now.date() + timedelta(days=days)
    return day, day, day


def _weekday(match: re.Match[str], now: datetime) -> _Span | None:
    name, today = match["weekday"].lower(), now.date()
    if not (match["lead"] or match["which"] or match["week"] or match["prefix"]):
        outer = (match.string[: match.start()].strip(" ,("), match.string[match.end() :].strip(" .,!?;:)"))
        if (outer[0] and outer[1]) or name in ("sat", "sun"):
            return None
    index = _NAMES.index(name[:3])
    if match["week"] or match["prefix"] or (match["which"] or "").lower() == "next":
        monday = today + relativedelta(days=1, weekday=MO(1))
        return _single(monday + timedelta(days=index))
    return _single(today + timedelta(days=(index - today.weekday() - 1) % 7 + 1))


def _period(match: re.Match[str], now: datetime) -> _Span:
    which = (match["which"] or match["end_which"] or "").lower()
    return _span_of(match["period"].lower(), now.date(), is_next="next" in which, to_end=bool(match["edge"]))


def _abbreviated_end(match: re.Match[str], now: datetime) -> _Span:
    period = {"d": "day", "w": "week", "m": "month", "y": "year"}[match["short"][-1].lower()]
    return _span_of(period, now.date(), is_next=False, to_end=True)


def _span_of(period: str, today: date, *, is_next: bool, to_end: bool) -> _Span:
    """The due day, first day and last day of this or the next day, week, weekend, month or year."""
    if period == "day":
        return (today + timedelta(days=int(is_next)),) * 3
    if period == "weekend":
        sunday = today + relativedelta(weekday=SU(1)) + timedelta(weeks=int(is_next))
        saturday = sunday - timedelta(days=1)
        return max(saturday, today), saturday, sunday
    if period == "week":
        first = today + relativedelta(weekday=MO(-1)) + timedelta(weeks=int(is_next))
        friday, last = first + timedelta(days=4), first + timedelta(days=6)
        ending = friday if friday >= today else last
    else:
        size = relativedelta(years=1) if period == "year" else relativedelta(months=1)
        first = today.replace(day=1, month=1 if period == "year" else today.month)
        first += size if is_next else relativedelta()
        last = ending = first + size - timedelta(days=1)
    return (first if is_next and not to_end else ending), first, last


def _month_end(match: re.Match[str], now: datetime) -> _Span:
    """ "in March" and "end of March" are due on its last day, "by March" on its first."""
    today, number = now.date(), month_number(match["month"])
    first = date(today.year + (number < today.month), number, 1)
    last = first + relativedelta(months=1, days=-1)
    is_start = match["lead"].strip().lower() in ("by", "before", "until", "till", "til") and not match["edge"]
    return (max(first, today) if is_start else last), first, last


_PERIOD = rx(
    rf"{BEGIN}{_LEAD}(?:(?P<edge>end\s+of\s+)(?:the\s+)?(?P<end_which>this\s+|next\s+)?|(?P<which>this|next"
    r"|at\s+the|on\s+the)\s+)"
    rf"(?P<period>day|week|weekend|month|year){END}"
)

_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (
        rx(
            rf"{BEGIN}{_LEAD}(?P<near>today|day\s+after\s+tomorrow|tomorrow|tomorow|tommorow|tommorrow|tmrw"
            rf"|tmr){END}"
        ),
        _near,
    ),
    (
        rx(
            rf"{BEGIN}{_LEAD}(?P<prefix>next\s+week(?:\s+on)?\s+)?(?:(?P<which>this|next|coming)\s+"
            r"(?:coming\s+)?)?"
            rf"(?P<weekday>{WEEKDAY})(?P<week>\s+next\s+week)?{END}"
        ),
        _weekday,
    ),
    (
        rx(rf"{BEGIN}(?P<lead>(?:due\s+)?(?:with)?in\s+){_COUNT}\s+{_UNIT}(?:['’]s?)?(?:\s+time)?{END}"),
        _counted,
    ),
    (rx(rf"{BEGIN}(?P<lead>in\s+)half\s+an\s+(?P<half>hour){END}"), _half_an_hour),
    (rx(rf"{BEGIN}{_LEAD}{_COUNT}\s+{_UNIT}\s+from\s+(?:now|today){END}"), _counted),
    (_PERIOD, _period),
    (rx(rf"{BEGIN}(?:by\s+)?(?P<short>eod|eow|eom|eoy){END}"), _abbreviated_end),
    (
        rx(
            rf"{BEGIN}{_LEAD}(?:{WEEKDAY},?\s+(?:the\s+)?)?(?P<phrase>\d{{1,2}}(?:st|nd|rd|th)?\s+"
            rf"(?:of\s+)?(?P<name>{MONTH})\.?"
            rf"(?:,?\s+\d{{4}})?){END}"
        ),
        lambda match, now: _single(calendar_date(match, now.date())),
    ),
    (
        rx(
            rf"{BEGIN}{_LEAD}(?:{WEEKDAY},?\s+)?(?P<phrase>(?P<name>{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?"
            rf"(?:,?\s+\d{{4}})?){END}"
        ),
        lambda match, now: _single(calendar_date(match, now.date())),
    ),
    (
        rx(rf"{BEGIN}{_LEAD}(?P<numeric>\d{{4}}-\d{{1,2}}-\d{{1,2}})(?=T\d|{END})"),
        lambda match, now: _single(numeric_date(match, now)),
    ),
    (
        rx(
            rf"{BEGIN}{_LEAD}(?P<numeric>\d{{1,2}}(?P<point>[./])\d{{1,2}}(?P=point)(?:\d{{4}}"
            rf"|\d{{2}})?){END}"
        ),
        lambda match, now: _single(numeric_date(match, now)),
    ),
    (
        rx(rf"{BEGIN}(?P<lead>(?:due|by|on|before|until)\s+)(?P<numeric>\d{{1,2}}/\d{{1,2}}){END}"),
        lambda match, now: _single(numeric_date(match, now)),
    ),
    (
        rx(
            rf"{BEGIN}(?P<lead>(?:due\s+)?(?:by|on|before|until|till|to)\s+|due\s+)(?:the\s+)?"
            rf"(?P<nth>\d{{1,2}})(?:st|nd|rd|th){END}"
        ),
        lambda match, now: _single(coming_day_of_month(int(match["nth"]), now.date())),
    ),
    (
        rx(
            rf"{BEGIN}(?P<lead>(?:due\s+)?(?:by|in|before|until|till)\s+)(?:the\s+)?(?P<edge>end\s+of\s+)?"
            rf"(?P<month>{MONTH}){END}"
        ),
        _month_end,
    ),
)


def _candidates(text: str, now: datetime) -> Iterator[Day]:
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            if _NOT_AFTER.search(text[max(0, match.start() - 20) : match.start()]):
                continue
            try:
                found = read(match, now)
            except (ValueError, OverflowError):
                continue  # a day no calendar has, such as 31 February or one in the year 99999
            if isinstance(found, datetime):
                yield Day(match.start(), match.end(), found.date(), found.date(), found.date(), found)
            elif found is not None:
                yield Day(match.start(), match.end(), *found)


def find_day(text: str, now: datetime) -> Day | None:
    """The last day that `text` names, or None; of two that overlap the longer one."""
    return max(_candidates(text, now), key=lambda day: (day.end, day.end - day.start), default=None)
