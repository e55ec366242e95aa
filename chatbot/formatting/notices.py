"""How long before a task is due somebody is reminded: "30 minutes, 1 day"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from .request_dates import current_date_settings
from .sentences import say
from .whole_days import moment_before

_SIZES = (10_080, 1_440, 60, 1)  # minutes
_UNITS = {
    "en": (("week", "weeks"), ("day", "days"), ("hour", "hours"), ("minute", "minutes")),
    "de": (("Woche", "Wochen"), ("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten")),
}
_WHEN_DUE = {"en": "when due", "de": "bei Fälligkeit"}


def notice(minutes: int, written_in: str = "en") -> str:
    """ "1 hour", "90 minutes"; "when due" for 0. In English for a language that has no words here."""
    language = written_in if written_in in _UNITS else "en"
    if not minutes:
        return _WHEN_DUE[language]
    place = next(place for place, size in enumerate(_SIZES) if minutes % size == 0)
    count = minutes // _SIZES[place]
    return f"{count} {_UNITS[language][place][count != 1]}"


def too_late(due: date | datetime | None, minutes: Iterable[int], now: datetime, morning: time) -> list[str]:
    """A sentence for each reminder of a task that would have come before now.

    Reminders of a day are reckoned from its morning in the zone of `now`, which is that of the person.
    """
    zone, language = now.tzinfo, current_date_settings().written_in
    if due is None or zone is None:
        return []
    late = [one for one in minutes if moment_before(due, one, zone, morning) <= now]
    return [_too_late(one, language) for one in late]


def _too_late(minutes: int, language: str) -> str:
    if not minutes:
        return say("It is too late for a reminder at the due time.")
    return say("It is too late for the reminder {time} before.", time=notice(minutes, language))


def notices(minutes: Iterable[int], written_in: str = "en") -> str:
    return ", ".join(notice(one, written_in) for one in minutes)
