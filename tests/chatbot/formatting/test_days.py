"""The format of days and periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from chatbot.formatting import DateSettings, absolute_day, due_by, relative_day, relative_period
from tests.subtests import as_subtests

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


@as_subtests(
    ("given", "relative", "absolute"),
    [
        (day(17), "yesterday", "Tue 17 Nov"),
        (day(18), "today", "Wed 18 Nov"),
        (day(19), "tomorrow", "Thu 19 Nov"),
        (day(24), "Tuesday", "Tue 24 Nov"),
        (day(25), "Wed 25 Nov", "Wed 25 Nov"),
        (day(1, 1, 2027), "Fri 1 Jan 2027", "Fri 1 Jan 2027"),
    ],
)
def test_a_date_is_formatted_like_the_day_of_a_datetime(given: date, relative: str, absolute: str) -> None:
    settings = DateSettings(UTC)
    assert (relative_day(given, NOW, settings), absolute_day(given, NOW, settings)) == (relative, absolute)


def test_a_day_to_be_read_later_has_its_year() -> None:
    assert due_by(day(4, 12), DateSettings(UTC)) == "by Fri 4 Dec 2026"
    assert due_by(day(4, 12), DateSettings(UTC, language="de-AT")) == "bis Fr., 4. Dez. 2026"


@as_subtests(
    ("first", "last", "expected"),
    [
        (day(18), day(18), "today"),
        (day(19), day(19), "tomorrow"),
        (day(20), day(20), "on Friday"),
        (day(11, 12), day(11, 12), "on Fri 11 Dec"),
        (day(18), day(20), "between today and Friday"),
        (day(18), day(24), "between today and Tuesday"),
        (day(18), day(25), "between Wed 18 Nov and Wed 25 Nov"),
        (day(17), day(18), "between Tue 17 Nov and Wed 18 Nov"),
        (day(29, 12), day(3, 1, 2027), "between Tue 29 Dec and Sun 3 Jan 2027"),
        (day(1), day(30), "in November"),
        (day(1, 12), day(31, 12), "in December"),
        (day(1, 2, 2027), day(28, 2, 2027), "in February 2027"),
        (day(1, 2, 2028), day(29, 2, 2028), "in February 2028"),
        (day(1, 2, 2028), day(28, 2, 2028), "between Tue 1 Feb 2028 and Mon 28 Feb 2028"),
        (day(2, 12), day(31, 12), "between Wed 2 Dec and Thu 31 Dec"),
        (day(1, 12), day(1, 12), "on Tue 1 Dec"),
        (day(1, 10), day(31, 12), "from October to December"),
        (day(1, 1, 2027), day(31, 3, 2027), "from January to March 2027"),
        (day(1, 12), day(31, 1, 2027), "from December 2026 to January 2027"),
        (day(1, 1), day(31, 12), "in 2026"),
        (day(1, 1, 2027), day(31, 12, 2027), "in 2027"),
        (day(1, 1, 2026), day(31, 12, 2027), "from January 2026 to December 2027"),
        (day(20), None, "from Friday on"),
        (day(11, 12), None, "from Fri 11 Dec on"),
        (None, day(20), "by Friday"),
        (None, day(19), "by tomorrow"),
        (None, day(11, 12), "by Fri 11 Dec"),
        (None, None, "at any time"),
    ],
)
def test_periods_are_formatted_for_people(first: date | None, last: date | None, expected: str) -> None:
    assert relative_period(first, last, NOW, DateSettings(UTC)) == expected


@as_subtests(
    ("week_start", "first", "expected"),
    [
        (0, day(9), "last week"),
        (0, day(16), "this week"),
        (0, day(23), "next week"),
        (0, day(30), "in the week of Mon 30 Nov"),
        (0, day(7, 12), "in the week of Mon 7 Dec"),
        (0, day(28, 12), "in the week of Mon 28 Dec"),
        (0, day(4, 1, 2027), "in the week of Mon 4 Jan 2027"),
        (0, day(8), "between Sun 8 Nov and Sat 14 Nov"),
        (6, day(8), "last week"),
        (6, day(6, 12), "in the week of Sun 6 Dec"),
        (6, day(22), "next week"),
        (6, day(23), "between Mon 23 Nov and Sun 29 Nov"),
        (5, day(14), "this week"),
    ],
)
def test_whole_weeks_are_those_of_the_person(week_start: int, first: date, expected: str) -> None:
    settings = DateSettings(UTC, week_start=week_start)
    assert relative_period(first, first + timedelta(days=6), NOW, settings) == expected


def test_today_is_that_of_the_persons_zone() -> None:
    auckland = DateSettings(ZoneInfo("Pacific/Auckland"))
    assert relative_period(day(19), day(19), NOW, auckland) == "today"
