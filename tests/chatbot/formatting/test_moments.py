"""The server and the scripts format times in the same way: `cases.json` tests both."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chatbot.formatting import (
    DateSettings,
    absolute_due,
    due_label,
    duration,
    exact_time,
    relative_day,
    relative_due,
    relative_moment,
)
from tests.subtests import as_subtests

ROOT = Path(__file__).parents[3]
CASES: list[dict[str, str]] = json.loads((Path(__file__).parent / "cases.json").read_text())
GIVEN = ("zone", "hour_cycle", "now", "moment")
DURATIONS: list[tuple[int, str]] = json.loads((ROOT / "tests/js/durations.json").read_text())


def settings_of(case: dict[str, str]) -> DateSettings:
    return DateSettings(ZoneInfo(case["zone"]), "h12" if case["hour_cycle"] == "h12" else "h23")


@pytest.mark.parametrize("case", CASES, ids=[" ".join(case[name] for name in GIVEN) for case in CASES])
def test_times_are_formatted_for_people(case: dict[str, str]) -> None:
    moment, now = datetime.fromisoformat(case["moment"]), datetime.fromisoformat(case["now"])
    dates = settings_of(case)
    label = due_label(moment, now, dates)
    assert case == {
        **{name: case[name] for name in GIVEN},
        "relative_moment": relative_moment(moment, now, dates),
        "relative_due": relative_due(moment, now, dates),
        "absolute_due": absolute_due(moment, now, dates),
        "relative_day": relative_day(moment, now, dates),
        "label": label.text,
        "state": label.state,
    }


@as_subtests(
    ("time", "of_24_hours", "of_12_hours"),
    [
        ("09:05:03", "9:05:03", "9:05:03 am"),
        ("00:00:00", "0:00:00", "12:00:00 am"),
        ("12:00:00", "12:00:00", "12:00:00 pm"),
        ("23:59:59", "23:59:59", "11:59:59 pm"),
    ],
)
def test_exact_times_have_seconds(time: str, of_24_hours: str, of_12_hours: str) -> None:
    moment, utc = datetime.fromisoformat(f"2026-11-21T{time}Z"), ZoneInfo("UTC")
    assert exact_time(moment, DateSettings(utc, "h23")) == of_24_hours
    assert exact_time(moment, DateSettings(utc, "h12")) == of_12_hours


@as_subtests(("milliseconds", "expected"), DURATIONS)
def test_durations_are_rounded_for_people(milliseconds: int, expected: str) -> None:
    assert duration(milliseconds) == expected
