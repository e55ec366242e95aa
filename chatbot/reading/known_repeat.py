"""Reads words that are known to be about a repetition, after "make it" or in a form's field."""

from __future__ import annotations

from datetime import datetime, tzinfo

from .reader import read
from .result import Kind, Reading

_LABELS = frozenset({Kind.TAG, Kind.PRIORITY, Kind.LIST, Kind.ESTIMATE, Kind.REMINDER})
_TITLE = "x"  # a bare "daily" is a repetition behind a title


def read_repeat(
    text: str, *, now: datetime, zone: tzinfo, week_start: int = 0, language: str = "en"
) -> Reading | None:
    """The `repeat` and the `due` of the whole text; None if it says anything else. As `read`, never raises.

    English is read in every language, since rules are written out in it.
    """
    for one in dict.fromkeys([language, "en"]):
        reading = read(f"{_TITLE} {text}", now=now, zone=zone, week_start=week_start, language=one)
        is_only_that = reading.title == _TITLE and _LABELS.isdisjoint(span.kind for span in reading.spans)
        if is_only_that and reading.repeat:
            return reading
    return None
