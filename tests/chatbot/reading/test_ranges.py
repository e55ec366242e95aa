"""The days that filters and questions name."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.reading import DateRange, Hours, Unread, read_range
from tests.subtests import as_subtests

from . import english, german
from .tables import SUNDAY, value_rows


def value_of(found: DateRange | Unread | None) -> str:
    match found:
        case DateRange(hours=Hours() as hours):
            last = f"{'' if hours.has_last else '<'}{hours.last:%Y-%m-%dT%H:%M}" if hours.last else ""
            return f"{hours.first:%Y-%m-%dT%H:%M}..{last}" if hours.first else f"..{last}"
        case DateRange():
            return f"{found.first or ''}..{found.last or ''}"
        case Unread():
            return found.reason
        case None:
            return "nothing"


@as_subtests(
    ("language", "text", "words", "expected"),
    [*value_rows("en", english.RANGES), *value_rows("de", german.RANGES)],
)
def test_range_is_read(language: str, text: str, words: str, expected: str) -> None:
    found = read_range(text, now=SUNDAY, zone=SUNDAY.tzinfo, language=language)
    assert value_of(found) == expected
    assert found is None or text[found.start : found.end] == words


@as_subtests(
    ("language", "text", "words", "expected"),
    [*value_rows("en", english.PAST_RANGES), *value_rows("de", german.PAST_RANGES)],
)
def test_range_in_the_past_is_read(language: str, text: str, words: str, expected: str) -> None:
    found = read_range(text, now=SUNDAY, zone=SUNDAY.tzinfo, language=language, is_past=True)
    assert value_of(found) == expected
    assert found is None or text[found.start : found.end] == words


@as_subtests(
    ("now", "week_start", "text", "expected"),
    [
        ("2026-11-29", 6, "this week", "2026-11-29..2026-12-05"),
        ("2026-11-29", 5, "last week", "2026-11-21..2026-11-27"),
        ("2026-11-24", 0, "between monday and wednesday", "2026-11-30..2026-12-02"),
        ("2026-11-24", 0, "this weekend", "2026-11-28..2026-11-29"),
        ("2026-11-28", 0, "this weekend", "2026-11-28..2026-11-29"),
        ("2026-11-23", 0, "since monday", "2026-11-23.."),
        ("2026-11-24", 0, "since wednesday", "2026-11-18.."),
        ("2026-11-23", 0, "last monday", "2026-11-16..2026-11-16"),
        ("2028-02-29", 0, "last year", "2027-01-01..2027-12-31"),
        ("2026-03-31", 0, "last month", "2026-02-01..2026-02-28"),
        ("2026-01-15", 0, "last quarter", "2025-10-01..2025-12-31"),
    ],
)
def test_range_follows_the_day_and_the_start_of_weeks(
    now: str, week_start: int, text: str, expected: str
) -> None:
    moment = datetime.fromisoformat(f"{now}T12:00+00:00")
    assert value_of(read_range(text, now=moment, zone=ZoneInfo("UTC"), week_start=week_start)) == expected
