"""Dates in German."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chatbot.formatting import (
    DateSettings,
    absolute_due,
    due_label,
    duration,
    relative_due,
    relative_hours,
    relative_moment,
    relative_period,
    repetition,
)
from chatbot.formatting.request_dates import formatted_for

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, tzinfo=ZONE)  # a Wednesday
GERMAN = DateSettings(ZONE, written_in="de")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due", "relative", "absolute"),
    [
        (at(17, 9), "gestern um 9 Uhr", "Di., 17. Nov. um 9 Uhr"),
        (at(18, 17, 30), "heute um 17:30 Uhr", "Mi., 18. Nov. um 17:30 Uhr"),
        (date(2026, 11, 19), "morgen", "Do., 19. Nov."),
        (at(19, 23, 59), "morgen um 23:59 Uhr", "Do., 19. Nov. um 23:59 Uhr"),
        (at(20, 12), "Freitag um 12 Uhr", "Fr., 20. Nov. um 12 Uhr"),
        (at(1, 0, 5, month=12), "Di., 1. Dez. um 0:05 Uhr", "Di., 1. Dez. um 0:05 Uhr"),
    ],
)
def test_due_dates(due: date, relative: str, absolute: str) -> None:
    assert relative_due(due, NOW, GERMAN) == relative
    assert absolute_due(due, NOW, GERMAN) == absolute


def test_labels_and_other_years() -> None:
    assert due_label(at(17, 9), NOW, GERMAN).text == "Überfällig · gestern um 9 Uhr"
    assert due_label(at(19, 9), NOW, GERMAN).text == "Morgen um 9 Uhr"
    new_year = datetime(2027, 3, 1, 8, tzinfo=ZONE)
    assert relative_moment(new_year, NOW, GERMAN) == "Mo., 1. März 2027 um 8 Uhr"


def test_a_clock_of_twelve_hours_does_not_name_noon() -> None:
    assert relative_due(at(18, 12), NOW, DateSettings(ZONE, "h12", written_in="de")) == "heute um 12 pm"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), "am Freitag"),
        (date(2026, 11, 18), date(2026, 11, 20), "zwischen heute und Freitag"),
        (date(2026, 11, 23), date(2026, 11, 29), "nächste Woche"),
        (date(2026, 12, 7), date(2026, 12, 13), "in der Woche ab Mo., 7. Dez."),
        (date(2026, 12, 1), date(2026, 12, 31), "im Dezember"),
        (date(2026, 10, 1), date(2026, 12, 31), "von Oktober bis Dezember"),
        (date(2027, 1, 1), date(2027, 12, 31), "im Jahr 2027"),
        (date(2026, 11, 20), None, "ab Freitag"),
        (None, date(2026, 11, 19), "bis morgen"),
        (None, None, "jederzeit"),
    ],
)
def test_periods(first: date | None, last: date | None, expected: str) -> None:
    assert relative_period(first, last, NOW, GERMAN) == expected


@pytest.mark.parametrize(
    ("first", "last", "has_last", "expected"),
    [
        (at(19, 14), at(19, 16), True, "morgen zwischen 14 Uhr und 16 Uhr"),
        (at(18, 0), at(18, 12), False, "heute vor 12 Uhr"),
        (at(18, 17), at(19, 0), False, "heute ab 17 Uhr"),
        (at(18, 22), at(19, 2), True, "zwischen heute um 22 Uhr und morgen um 2 Uhr"),
        (None, at(19, 17), True, "bis morgen um 17 Uhr"),
    ],
)
def test_hours(first: datetime | None, last: datetime | None, has_last: bool, expected: str) -> None:
    assert relative_hours(first, last, NOW, GERMAN, has_last=has_last) == expected


def test_durations_have_a_decimal_comma() -> None:
    with formatted_for(GERMAN):
        assert [duration(1_240), duration(65_000)] == ["1,2 s", "1 min 5 s"]
    assert duration(1_240) == "1.2 s"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY", "jeden Tag"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630", "alle 2 Wochen bis 30. Juni 2027"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "jeden Montag und Mittwoch"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "jeden Werktag"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "jeden Monat am letzten Tag"),
        ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", "jeden Monat am 15. 3 Mal"),
        ("FREQ=MONTHLY;BYDAY=1SU", "jeden Monat am ersten Sonntag"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "jedes Jahr am 24. Dezember"),
        ("FREQ=YEARLY;BYWEEKNO=3", ""),
    ],
)
def test_repetitions(rule: str, expected: str) -> None:
    assert repetition(rule, ZONE, "de") == expected


def test_a_language_without_phrases_is_written_in_english() -> None:
    assert relative_due(at(19, 9), NOW, DateSettings(ZONE, written_in="ar-xb")) == "tomorrow at 9:00"
