"""A recurrence rule (RFC 5545) in German: "alle 2 Wochen bis 30. Juni 2027"."""

from __future__ import annotations

from datetime import date

from .phrases import Phrases

_UNITS = {
    "MINUTELY": ("jede Minute", "alle {} Minuten"),
    "HOURLY": ("jede Stunde", "alle {} Stunden"),
    "DAILY": ("jeden Tag", "alle {} Tage"),
    "WEEKLY": ("jede Woche", "alle {} Wochen"),
    "MONTHLY": ("jeden Monat", "alle {} Monate"),
    "YEARLY": ("jedes Jahr", "alle {} Jahre"),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
_NTH = {"1": "ersten", "2": "zweiten", "3": "dritten", "4": "vierten", "5": "fünften", "-1": "letzten"}


def german_repetition(
    frequency: str, interval: int, parts: dict[str, str], ends: tuple[str, date | None], phrases: Phrases
) -> str:
    """`ends` are the count, or "", and the last day. "" if there are no words for the rule."""
    single, several = _UNITS[frequency]
    every, on = single if interval == 1 else several.format(interval), _on(frequency, parts, phrases)
    if frequency == "WEEKLY" and interval == 1 and "BYDAY" in parts and on:
        is_workdays = parts["BYDAY"] == _WORKDAYS
        every = "jeden Werktag" if is_workdays else f"jeden {_listed(parts['BYDAY'], phrases)}"
        on = ""
    return f"{every}{on}{_ends(*ends, phrases)}" if on is not None else ""


def _on(frequency: str, parts: dict[str, str], phrases: Phrases) -> str | None:
    match frequency, [*parts], [*parts.values()]:
        case _, [], []:
            return ""
        case "WEEKLY", ["BYDAY"], [days]:
            return f" am {_listed(days, phrases)}"
        case "MONTHLY", ["BYMONTHDAY"], ["-1"]:
            return " am letzten Tag"
        case "MONTHLY", ["BYMONTHDAY"], [day] if day.isdigit():
            return f" am {day}."
        case "MONTHLY", ["BYDAY"], [day] if day[:-2] in _NTH:
            return f" am {_NTH[day[:-2]]} {_name(day[-2:], phrases)}"
        case "YEARLY", ["BYMONTH", "BYMONTHDAY"], [month, day] if month.isdigit() and day.isdigit():
            return f" am {day}. {phrases.months[int(month) - 1]}"
    return None


def _ends(count: str, last: date | None, phrases: Phrases) -> str:
    if count:
        return f" {count} Mal"
    return f" bis {last.day}. {phrases.months[last.month - 1]} {last.year}" if last else ""


def _listed(days: str, phrases: Phrases) -> str:
    *others, last = [_name(day, phrases) for day in days.split(",")]
    return f"{', '.join(others)} und {last}" if others else last


def _name(day: str, phrases: Phrases) -> str:
    return phrases.weekdays[_DAYS.index(day)]
