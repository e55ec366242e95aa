"""Series are those of python-dateutil's rrule, which follows RFC 5545, in each time zone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from chatbot.recurrence import Recurrence, following, happens

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def occurrences(rule: str, start: datetime, most: int = 6) -> list[datetime]:
    """Each one found from the one before, as tasks are completed."""
    recurrence, found = Recurrence.parse(rule), []
    moment: datetime | None = start - timedelta(seconds=1)
    while len(found) < most and (moment := following(recurrence, start, moment, start.tzinfo or UTC)):
        found.append(moment)
    return found


def test_a_thousand_generated_rules_occur_as_rrule_says() -> None:
    chance = random.Random(5545)
    for _ in range(1_000):
        start = datetime(2026, 1, 1, 2, 30, tzinfo=chance.choice(ZONES)) + timedelta(
            days=chance.randrange(1_200), minutes=15 * chance.randrange(96)
        )
        rule = generated(chance, start)
        if not happens(Recurrence.parse(rule)):
            continue
        is_elapsed = Recurrence.parse(rule).is_elapsed
        expected = rrulestr(rule, dtstart=start.astimezone(UTC) if is_elapsed else start)
        # A nonexistent time is compared by the moment that it means.
        wanted = [moment.astimezone(UTC) for moment in islice(expected, 6)]
        assert occurrences(rule, start) == wanted, (rule, start)


def generated(chance: random.Random, start: datetime) -> str:
    frequency = chance.choice(["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = {"FREQ": frequency, "INTERVAL": str(chance.choice([1, 1, 2, 3, 5]))}
    days = chance.sample(DAYS, chance.randint(1, 3))
    nth = chance.choice(["", "1", "2", "-1"])
    if frequency in {"DAILY", "WEEKLY"} and chance.random() < 0.5:
        parts |= {"BYDAY": ",".join(days), "INTERVAL": "1" if frequency == "DAILY" else parts["INTERVAL"]}
    if frequency == "MONTHLY":
        parts |= chance.choice(
            [
                {},
                {"BYDAY": f"{nth}{days[0]}"},
                {"BYMONTHDAY": chance.choice(["1", "15", "31", "-1"])},
                {"BYDAY": "MO,TU,WE,TH,FR", "BYSETPOS": chance.choice(["1", "-1"])},
            ]
        )
    if frequency == "YEARLY":
        parts |= chance.choice(
            [
                {},
                {"BYMONTH": "11", "BYDAY": "4TH"},
                {"BYMONTH": "2", "BYMONTHDAY": "29", "INTERVAL": "1"},
                {"BYYEARDAY": "-1"},
                {"BYWEEKNO": "20", "BYDAY": days[0]},
            ]
        )
    match chance.choice(["endless", "count", "until", "day"]):
        case "count":
            parts["COUNT"] = str(chance.randint(1, 8))
        case "until":
            until = start + timedelta(days=chance.randrange(400))
            parts["UNTIL"] = f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if chance.random() < 0.3 and frequency == "WEEKLY":
        parts["WKST"] = "SU"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def test_days_keep_their_time_over_clock_changes() -> None:
    before = datetime(2027, 3, 27, 9, tzinfo=BERLIN)
    assert [f"{moment:%d %H:%M %z}" for moment in occurrences("FREQ=DAILY", before, 3)] == [
        "27 09:00 +0100",
        "28 09:00 +0200",
        "29 09:00 +0200",
    ]


def test_a_time_that_a_clock_change_skips_moves_for_that_day_only() -> None:
    before = datetime(2027, 3, 27, 2, 30, tzinfo=BERLIN)
    assert [f"{moment:%d %H:%M}" for moment in occurrences("FREQ=DAILY", before, 3)] == [
        "27 02:30",
        "28 03:30",
        "29 02:30",
    ]


def test_hours_are_elapsed_time() -> None:
    before = datetime(2027, 3, 28, 1, tzinfo=BERLIN)
    assert [f"{moment:%H:%M}" for moment in occurrences("FREQ=HOURLY;INTERVAL=2", before, 3)] == [
        "01:00",
        "04:00",
        "06:00",
    ]


def test_nothing_occurs_on_an_exception() -> None:
    start = datetime(2026, 12, 23, 9, tzinfo=BERLIN)
    found = occurrences("FREQ=DAILY\nEXDATE:20261224,20261225", start, 3)
    assert [moment.date() for moment in found] == [date(2026, 12, day) for day in (23, 26, 27)]


def test_the_last_day_is_included_whole() -> None:
    start = datetime(2026, 11, 30, 23, 59, tzinfo=BERLIN)
    assert len(occurrences("FREQ=DAILY;UNTIL=20261202", start)) == 3


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31"]
)
def test_a_rule_without_an_occurrence_ends(rule: str) -> None:
    assert not happens(Recurrence.parse(rule))
    assert occurrences(rule, datetime(2026, 1, 1, tzinfo=UTC)) == []


def test_a_series_reaches_the_end_of_the_calendar() -> None:
    start = datetime(9997, 12, 31, 9, tzinfo=UTC)
    assert occurrences("FREQ=MONTHLY", start, 3) == [start]
