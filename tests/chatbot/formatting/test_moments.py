"""Moments are said in one way, by the server and by the scripts alike: `cases.json` holds for both."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

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

if TYPE_CHECKING:
    from playwright.async_api import Page

CASES: list[dict[str, str]] = json.loads((Path(__file__).parent / "cases.json").read_text())
GIVEN = ("zone", "hour_cycle", "now", "moment")
DURATIONS = [
    (0, "0.1 s"),
    (149, "0.1 s"),
    (150, "0.2 s"),
    (1_240, "1.2 s"),
    (9_949, "9.9 s"),
    (9_950, "10 s"),
    (12_500, "13 s"),
    (59_400, "59 s"),
    (65_000, "1 min 5 s"),
    (3_600_000, "60 min 0 s"),
]


def settings_of(case: dict[str, str]) -> DateSettings:
    return DateSettings(ZoneInfo(case["zone"]), "h12" if case["hour_cycle"] == "h12" else "h23")


@pytest.mark.parametrize("case", CASES, ids=[" ".join(case[name] for name in GIVEN) for case in CASES])
def test_moments_are_said_as_people_say_them(case: dict[str, str]) -> None:
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(("milliseconds", "expected"), DURATIONS)
def test_durations_are_rounded_for_people(milliseconds: int, expected: str) -> None:
    assert duration(milliseconds) == expected


async def test_the_scripts_say_durations_alike(page: Page) -> None:
    source = (settings.BASE_DIR / "static/site/durations.js").read_text()
    said = await page.evaluate(
        """async ([source, durations]) => {
            const { duration } = await import("data:text/javascript," + encodeURIComponent(source));
            return durations.map(duration);
        }""",
        [source, [milliseconds for milliseconds, _ in DURATIONS]],
    )

    assert said == [text for _, text in DURATIONS]
