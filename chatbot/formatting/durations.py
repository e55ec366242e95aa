"""Format durations. `static/site/durations.js` does the same in the browser."""

from __future__ import annotations

from .phrases import phrases_of
from .request_dates import current_date_settings


def duration(milliseconds: float) -> str:
    """0.1 s, 1.2 s, 12 s, 1 min 5 s; with the decimal point of the current person's language"""
    tenths = max(1, _round(milliseconds / 100))
    if tenths < 100:
        point = phrases_of(current_date_settings()).decimal_point
        return f"{tenths // 10}{point}{tenths % 10} s"
    seconds = _round(milliseconds / 1000)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60} s"


def _round(number: float) -> int:
    """Halves go up, as in JavaScript."""
    return int(number + 0.5)
