"""Moments are told alike by the server and by the scripts."""

from __future__ import annotations

import zoneinfo
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from chatbot.pages.phrases import Due, due_phrase, duration

if TYPE_CHECKING:
    from playwright.async_api import Page

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)  # Saturday, 10:30 in Berlin
DUES = [
    ("Europe/Berlin", "2026-11-21T18:00:00Z", Due("Today 19:00", "today")),
    ("Europe/Berlin", "2026-11-21T09:29:59Z", Due("Overdue · today 10:29", "overdue")),
    ("Europe/Berlin", "2026-11-20T09:00:00Z", Due("Overdue · yesterday 10:00", "overdue")),
    ("Europe/Berlin", "2026-11-19T09:00:00Z", Due("Overdue · 19 Nov 10:00", "overdue")),
    ("Europe/Berlin", "2025-11-19T09:00:00Z", Due("Overdue · 19 Nov 2025 10:00", "overdue")),
    ("Europe/Berlin", "2026-11-21T22:59:00Z", Due("Today", "today")),
    ("Europe/Berlin", "2026-11-21T23:00:00Z", Due("Tomorrow", "later")),
    ("Europe/Berlin", "2026-11-23T07:15:00Z", Due("Monday 08:15", "later")),
    ("Europe/Berlin", "2026-11-27T07:15:00Z", Due("Friday 08:15", "later")),
    ("Europe/Berlin", "2026-11-28T07:15:00Z", Due("28 Nov 08:15", "later")),
    ("Europe/Berlin", "2026-12-31T23:00:00Z", Due("1 Jan 2027", "later")),
    ("America/New_York", "2026-12-31T23:00:00Z", Due("31 Dec 18:00", "later")),
    ("Pacific/Kiritimati", "2026-11-21T11:00:00Z", Due("Tomorrow 01:00", "later")),
    ("Asia/Kathmandu", "2026-11-21T10:00:00Z", Due("Today 15:45", "today")),
    ("UTC", "2027-09-05T06:05:00Z", Due("5 Sep 2027 06:05", "later")),
]
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


@pytest.mark.parametrize(("time_zone", "due_at", "expected"), DUES)
def test_due_times_are_told_as_people_do(time_zone: str, due_at: str, expected: Due) -> None:
    assert due_phrase(datetime.fromisoformat(due_at), zoneinfo.ZoneInfo(time_zone), NOW) == expected


@pytest.mark.parametrize(("milliseconds", "expected"), DURATIONS)
def test_durations_are_rounded_for_people(milliseconds: int, expected: str) -> None:
    assert duration(milliseconds) == expected


async def test_the_scripts_tell_them_alike(page: Page) -> None:
    source = (settings.BASE_DIR / "static/site/dates.js").read_text()
    dues = [[time_zone, due_at] for time_zone, due_at, _ in DUES]
    told = await page.evaluate(
        """async ([source, dues, durations, now]) => {
            const module = await import("data:text/javascript," + encodeURIComponent(source));
            const told = ([zone, at]) => module.duePhrase(at, zone, new Date(now));
            return [dues.map(told), durations.map(module.duration)];
        }""",
        [source, dues, [milliseconds for milliseconds, _ in DURATIONS], NOW.isoformat()],
    )

    assert told == [[asdict(due) for _, _, due in DUES], [text for _, text in DURATIONS]]
