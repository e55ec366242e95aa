"""Text known to be about a due date: the date or the shift, its position, and the new due date of a task."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chatbot.reading import Due, Shift, Unread, read_due
from tests.subtests import as_subtests

from . import english, german
from .tables import SUNDAY, as_text, value_rows

BERLIN = ZoneInfo("Europe/Berlin")


def read_at(text: str, language: str = "en") -> Due | Shift | Unread | None:
    return read_due(text, now=SUNDAY, zone=BERLIN, language=language)


def value_of(found: Due | Shift | Unread | None) -> str:
    match found:
        case Due():
            return as_text(found.due)
        case Shift():
            units = ("years", "months", "days", "hours", "minutes")
            counts = [(unit, count) for unit in units if (count := getattr(found.delta, unit))]
            sign = "+" if found.has_direction else ""
            return " ".join(f"{count:{sign}} {unit}" for unit, count in counts)
        case Unread():
            return found.reason
        case None:
            return "nothing"


@as_subtests(
    ("language", "text", "words", "expected"),
    [*value_rows("en", english.DUE), *value_rows("de", german.DUE)],
)
def test_due_date_or_shift_is_read(language: str, text: str, words: str, expected: str) -> None:
    found = read_at(text, language)
    assert value_of(found) == expected
    assert found is None or text[found.start : found.end] == words


@as_subtests(
    ("words", "due", "expected"),
    [
        # A time alone keeps the day, unless that is over; a day alone keeps the time.
        ("to 5pm", "2026-12-03T09:00+01:00", "2026-12-03T17:00"),
        ("to 5pm", "2026-12-03", "2026-12-03T17:00"),
        ("to 5pm", "2026-11-20T09:00+01:00", "2026-11-29T17:00"),
        ("to 9", "2026-12-03T17:00+01:00", "2026-12-03T09:00"),
        ("to friday", "2026-12-01T09:00+01:00", "2026-12-04T09:00"),
        ("to friday", "2026-12-01", "2026-12-04"),
        ("friday at 5", "2026-12-01T09:00+01:00", "2026-12-04T17:00"),
        ("in 2 hours", "2026-12-01T09:00+01:00", "2026-11-29T12:00"),
        # A shift is relative to the task's own date.
        ("by a week", "2026-12-01T09:00+01:00", "2026-12-08T09:00"),
        ("a day earlier", "2026-12-01", "2026-11-30"),
        ("by a month", "2027-01-31", "2027-02-28"),
        ("an hour later", "2026-12-01T23:30+01:00", "2026-12-02T00:30"),
        ("an hour later", "2026-12-01", "None"),
        ("by 9999 years", "2026-12-01", "None"),
        # The clocks go forward on 28 March 2027: a day keeps the time, hours are elapsed.
        ("by a day", "2027-03-27T09:00+01:00", "2027-03-28T09:00"),
        ("by a day", "2027-03-27T02:30+01:00", "2027-03-28T03:30"),
        ("by 3 hours", "2027-03-28T00:30+01:00", "2027-03-28T04:30"),
        ("to 2:30am", "2027-03-28T09:00+02:00", "2027-03-28T03:30"),
    ],
)
def test_due_date_of_a_task_moves(words: str, due: str, expected: str) -> None:
    found = read_at(words)
    assert isinstance(found, Due | Shift)
    own = datetime.fromisoformat(due).astimezone(BERLIN) if "T" in due else date.fromisoformat(due)
    assert as_text(found.moved_from(own)) == expected


def test_parts_that_were_named_are_reported() -> None:
    day, hour = read_at("friday"), read_at("to 5")
    assert isinstance(day, Due)
    assert isinstance(hour, Due)
    assert (day.day, day.time, day.is_hour_guessed) == (date(2026, 12, 4), None, False)
    assert (hour.day, str(hour.time), hour.is_hour_guessed) == (None, "17:00:00", True)


def test_positions_are_those_of_the_text_as_typed() -> None:
    text = "task 3  to\tnext   friday"
    found = read_at(text)
    assert isinstance(found, Due)
    assert text[found.start : found.end] == "to\tnext   friday"
