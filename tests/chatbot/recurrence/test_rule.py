"""Recurrence rules are validated as RFC 5545 says, and spelled in one way."""

from __future__ import annotations

import pytest

from chatbot.recurrence import Recurrence
from tests.subtests import as_subtests


def test_a_rule_is_spelled_in_one_way() -> None:
    written = {
        "rrule:byday=mo,we;freq=weekly;interval=1;wkst=mo": "FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=DAILY;": "FREQ=DAILY",
        " FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630 ": "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630",
        "FREQ=DAILY\nEXDATE;VALUE=DATE:20261225,20261224\n": "FREQ=DAILY\nEXDATE:20261224,20261225",
        "FREQ=DAILY\nEXDATE:20261224T090000": "FREQ=DAILY\nEXDATE:20261224",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=3": "FREQ=WEEKLY;INTERVAL=2;COUNT=3;WKST=SU",
    }
    assert {text: str(Recurrence.parse(text)) for text in written} == written


REFUSED = {
    "": "not a part",
    "every monday": "not a part",
    "INTERVAL=2": "needs FREQ",
    "FREQ=SECONDLY": "FREQ cannot be",
    "FREQ=DAILY;FREQ=WEEKLY": "given twice",
    "FREQ=DAILY;INTERVAL=0": "INTERVAL cannot be",
    "FREQ=DAILY;INTERVAL=1000": "INTERVAL cannot be",
    "FREQ=DAILY;COUNT=2;UNTIL=20270101": "not both",
    "FREQ=DAILY;UNTIL=20270231": "no date",
    "FREQ=DAILY;UNTIL=soon": "UNTIL cannot be",
    "FREQ=DAILY;BYHOUR=9": "not a part",
    "FREQ=HOURLY;BYDAY=MO": "HOURLY cannot have BYDAY",
    "FREQ=WEEKLY;BYDAY=1MO": "numbered weekdays",
    "FREQ=WEEKLY;BYMONTHDAY=3": "WEEKLY cannot have BYMONTHDAY",
    "FREQ=DAILY;BYMONTHDAY=3": "DAILY cannot have BYMONTHDAY",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU": "cannot have both",
    "FREQ=MONTHLY;BYYEARDAY=3": "MONTHLY cannot have BYYEARDAY",
    "FREQ=MONTHLY;BYMONTHDAY=32": "BYMONTHDAY cannot be",
    "FREQ=MONTHLY;BYSETPOS=1": "BYSETPOS chooses",
    "FREQ=DAILY\nRDATE:20270101": "not a line of exceptions",
    "FREQ=DAILY\nEXDATE:someday": "no date",
    "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 400): "at most 1,000 characters",
    "FREQ=DAILY\nEXDATE:" + ",".join(f"2026{1 + n // 28:02}{1 + n % 28:02}" for n in range(51)): "at most 50",
}


@as_subtests("text", REFUSED)
def test_a_rule_that_cannot_be_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match=REFUSED[text]):
        Recurrence.parse(text)


def test_a_count_is_counted_down() -> None:
    def rest(rule: str) -> str | None:
        left = Recurrence.parse(rule).counted_down()
        return left and str(left)

    assert rest("FREQ=DAILY;COUNT=12;WKST=SU") == "FREQ=DAILY;COUNT=11;WKST=SU"
    assert rest("FREQ=DAILY;COUNT=1") is None
    assert rest("FREQ=DAILY") == "FREQ=DAILY"
