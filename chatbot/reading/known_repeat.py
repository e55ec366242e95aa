"""Reads words that are known to be about a repetition, after "make it" or in a form's field."""

from __future__ import annotations

from datetime import datetime, tzinfo

from .reader import read
from .result import Reading

_TITLE = "x"  # a bare "daily" is a repetition behind a title


def read_repeat(
    text: str, *, now: datetime, zone: tzinfo, week_start: int = 0, language: str = "en"
) -> Reading | None:
    """The `repeat` and the `due` of the whole text; None if it says anything else. As `read`, never raises.

    English is read in every language, since rules are written out in it.
    """
    for one in dict.fromkeys([language, "en"]):
        reading = read(f"{_TITLE} {text}", now=now, zone=zone, week_start=week_start, language=one)
        if reading.title == _TITLE and reading.repeat:
            return reading
    return None
