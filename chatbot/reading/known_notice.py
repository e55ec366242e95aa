"""Reads how long before a task is due somebody wants to be reminded: "30 minutes", "an hour", "1 day"."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from .reader import read

_WHEN_DUE = re.compile(r"(?:when due|at the time|0|bei fälligkeit)", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d)\s(?=[hm]\b)", re.IGNORECASE)  # "2 h" is 2h
_NOW = datetime(2026, 1, 1, tzinfo=UTC)  # any: a notice depends on no date
_TITLES = {
    "en": "x on 2 january at 12:00, remind me {} before",
    "de": "x am 2. januar um 12:00, erinner mich {} vorher",
}


def read_notice(text: str, *, language: str = "en") -> int | None:
    """The minutes that the whole text says; None if it says anything else."""
    words = _SPACED.sub("", " ".join(text.split()))
    if _WHEN_DUE.fullmatch(words):
        return 0
    for one in dict.fromkeys([language if language in _TITLES else "en", "en"]):
        reading = read(_TITLES[one].format(words), now=_NOW, zone=UTC, language=one)
        if words and reading.title == "x" and isinstance(reading.reminder, int) and reading.reminder:
            return reading.reminder
    return None
