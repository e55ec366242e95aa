"""Rules in words, which mean the same rule when they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chatbot.formatting import repetition
from chatbot.reading import read_repeat
from tests.subtests import as_subtests

WORDS = {
    "FREQ=MINUTELY;INTERVAL=15": "every 15 minutes",
    "FREQ=HOURLY": "every hour",
    "FREQ=DAILY": "every day",
    "FREQ=DAILY;INTERVAL=3": "every 3 days",
    "FREQ=WEEKLY": "every week",
    "FREQ=WEEKLY;BYDAY=MO": "every Monday",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR": "every Monday, Wednesday and Friday",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "every weekday",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU": "every 2 weeks on Tuesday",
    "FREQ=MONTHLY": "every month",
    "FREQ=MONTHLY;BYMONTHDAY=1": "every month on the 1st",
    "FREQ=MONTHLY;BYMONTHDAY=12": "every month on the 12th",
    "FREQ=MONTHLY;BYMONTHDAY=23": "every month on the 23rd",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "every month on the last day",
    "FREQ=MONTHLY;BYDAY=-1FR": "every month on the last Friday",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU": "every 2 months on the second Tuesday",
    "FREQ=YEARLY": "every year",
    "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3": "every year on 3 May",
    "FREQ=WEEKLY;BYDAY=MO;COUNT=5": "every Monday 5 times",
    "FREQ=DAILY;UNTIL=20270630": "every day until 30 June 2027",
}
WITHOUT_WORDS = [
    "FREQ=DAILY\nEXDATE:20261224",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
]


@as_subtests("rule", WORDS)
def test_a_rule_is_written_out_in_words_that_are_read_as_that_rule(rule: str) -> None:
    assert repetition(rule, UTC) == WORDS[rule]
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    for language in ("en", "de"):
        reading = read_repeat(WORDS[rule], now=now, zone=UTC, language=language)
        assert reading is not None
        assert reading.repeat == rule


@as_subtests("rule", WITHOUT_WORDS)
def test_a_rule_without_words_has_none(rule: str) -> None:
    assert repetition(rule, UTC) == ""


def test_which_day_begins_a_week_is_not_said() -> None:
    assert repetition("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", UTC) == "every 2 weeks on Tuesday"


def test_the_last_day_is_that_of_the_zone() -> None:
    rule = "FREQ=DAILY;UNTIL=20270629T235959Z"
    assert repetition(rule, ZoneInfo("Europe/Berlin")) == "every day until 30 June 2027"


@as_subtests("text", ["", "Monday", "every few days", "water plants every day", "31 February"])
def test_other_words_are_no_repetition(text: str) -> None:
    assert read_repeat(text, now=datetime(2026, 11, 30, 9, tzinfo=UTC), zone=UTC) is None
