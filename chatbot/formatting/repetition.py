"""A recurrence rule (RFC 5545) in words that can be read again: "every 2 weeks until 30 June 2027"."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from .german_repetition import german_repetition
from .names import MONTHS, WEEKDAYS
from .phrases import phrases_of
from .settings import DateSettings

_UNITS = {
    "MINUTELY": "minute",
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
_WORKDAYS = "MO,TU,WE,TH,FR"
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_WEEKS = "WKST"  # which day begins a week is the person's setting


def repetition(rule: str, zone: tzinfo, written_in: str = "en") -> str:
    """The words, with the last day in that zone; "" if there are none for this rule."""
    if "\n" in rule or not rule:  # exceptions
        return ""
    parts = dict(part.split("=") for part in rule.split(";"))
    parts.pop(_WEEKS, "")
    count, last = parts.pop("COUNT", ""), _last_day(parts.pop("UNTIL", ""), zone)
    frequency, interval = parts.pop("FREQ"), int(parts.pop("INTERVAL", "1"))
    if written_in == "de":
        phrases = phrases_of(DateSettings(zone, written_in=written_in))
        return german_repetition(frequency, interval, parts, (count, last), phrases)
    unit, ends = _UNITS[frequency], _ends(count, last)
    every = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    on = _on(unit, parts)
    if unit == "week" and interval == 1 and "BYDAY" in parts and on:
        days = parts["BYDAY"]
        every, on = ("every weekday", "") if days == _WORKDAYS else (f"every {_listed(days)}", "")
    return f"{every}{on}{ends}" if on is not None else ""


def _on(unit: str, parts: dict[str, str]) -> str | None:
    """Which days of the week, month or year; None if there are no words for it."""
    match unit, [*parts], [*parts.values()]:
        case _, [], []:
            return ""
        case "week", ["BYDAY"], [days]:
            return f" on {_listed(days)}"
        case "month", ["BYMONTHDAY"], ["-1"]:
            return " on the last day"
        case "month", ["BYMONTHDAY"], [day] if day.isdigit():
            return f" on the {_ordinal(int(day))}"
        case "month", ["BYDAY"], [day] if day[:-2] in _NTH:
            return f" on the {_NTH[day[:-2]]} {_DAYS[day[-2:]]}"
        case "year", ["BYMONTH", "BYMONTHDAY"], [month, day] if month.isdigit() and day.isdigit():
            return f" on {day} {MONTHS[int(month) - 1]}"
    return None


def _ends(count: str, last: date | None) -> str:
    if count:
        return f" {count} times"
    return f" until {last.day} {MONTHS[last.month - 1]} {last.year}" if last else ""


def _last_day(until: str, zone: tzinfo) -> date | None:
    if until.endswith("Z"):
        return datetime.fromisoformat(until).astimezone(zone).date()
    return date.fromisoformat(until[:8]) if until else None


def _listed(days: str) -> str:
    *others, last = [_DAYS[day] for day in days.split(",")]
    return f"{', '.join(others)} and {last}" if others else last


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
