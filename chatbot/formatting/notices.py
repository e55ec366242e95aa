"""How long before a task is due somebody is reminded: "30 minutes, 1 day"."""

from __future__ import annotations

from collections.abc import Iterable

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


def notices(minutes: Iterable[int], written_in: str = "en") -> str:
    return ", ".join(notice(one, written_in) for one in minutes)
