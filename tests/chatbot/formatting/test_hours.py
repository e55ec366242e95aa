"""The format of hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.formatting import DateSettings, relative_hours
from tests.subtests import as_subtests

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, tzinfo=ZONE)  # a Wednesday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@as_subtests(
    ("first", "last", "has_last", "expected"),
    [
        (at(19, 14), at(19, 16), True, "tomorrow between 14:00 and 16:00"),
        (at(20, 12), at(20, 18), False, "on Friday between 12:00 and 18:00"),
        (at(18, 0), at(18, 12), False, "today before 12:00"),
        (at(18, 0), at(18, 12), True, "today until 12:00"),
        (at(18, 17), at(19, 0), False, "today from 17:00 on"),
        (at(19, 0), at(20, 0), False, "tomorrow"),
        (at(18, 17), at(18, 17), True, "today at 17:00"),
        (at(27, 17), at(27, 17), True, "on Fri 27 Nov at 17:00"),
        (at(18, 22), at(19, 2), True, "between today at 22:00 and tomorrow at 2:00"),
        (None, at(19, 17), True, "by tomorrow at 17:00"),
        (None, at(19, 17), False, "before tomorrow at 17:00"),
        (None, at(20, 0), False, "by tomorrow"),
        (at(18, 9), None, False, "from today at 9:00 on"),
        (None, None, False, "at any time"),
    ],
)
def test_hours_are_formatted_for_people(
    first: datetime | None, last: datetime | None, has_last: bool, expected: str
) -> None:
    assert relative_hours(first, last, NOW, DateSettings(ZONE), has_last=has_last) == expected


def test_hours_are_those_of_the_persons_zone_and_clock() -> None:
    settings = DateSettings(ZoneInfo("America/New_York"), hour_cycle="h12")
    words = relative_hours(at(18, 18), at(18, 20, 30), NOW, settings, has_last=True)
    assert words == "today between noon and 2:30 pm"
