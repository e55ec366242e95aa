"""A recurrence rule (RFC 5545) in words that can be read again: "every 2 weeks until 30 June 2027"."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from .names import MONTHS, WEEKDAYS

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


def repetition(rule: str, zone: tzinfo) -> str:
    """The words, with the last day in that zone; "" if there are none for this rule."""
    if "\n" in rule or not rule:  # exceptions
        return ""
    parts = dict(part.split("=") for part in rule.split(";"))
    parts.pop(_WEEKS, "")
    ends = _ends(parts.pop("COUNT", ""), parts.pop("UNTIL", ""), zone)
    unit, interval = _UNITS[parts.pop("FREQ")], int(parts.pop("INTERVAL", "1"))
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


def _ends(count: str, until: str, zone: tzinfo) -> str:
    if count:
        return f" {count} times"
    if not until:
        return ""
    last = date.fromisoformat(until[:8])
    if until.endswith("Z"):
        last = datetime.fromisoformat(until).astimezone(zone).date()
    return f" until {last.day} {MONTHS[last.month - 1]} {last.year}"


def _listed(days: str) -> str:
    *others, last = [_DAYS[day] for day in days.split(",")]
    return f"{', '.join(others)} and {last}" if others else last


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
