"""The tasks page is divided by how soon tasks are due, on the person's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.models import User
from tests.markup import parse

BERLIN = ZoneInfo("Europe/Berlin")
DUE = {
    "Past": datetime(2026, 12, 2, 9, tzinfo=BERLIN),
    "Lunch": datetime(2026, 12, 2, 12, tzinfo=BERLIN),
    "Rent": datetime(2026, 12, 2, 23, 59, tzinfo=BERLIN),
    "Dentist": datetime(2026, 12, 3, 0, 0, tzinfo=BERLIN),
    "Report": datetime(2026, 12, 6, 23, 59, tzinfo=BERLIN),
    "Gym": datetime(2026, 12, 7, 8, tzinfo=BERLIN),
    "Trip": datetime(2027, 3, 1, 8, tzinfo=BERLIN),
    "Someday": None,
}


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch, alice: User) -> list[datetime]:
    """The present moment, Wednesday 2 December 2026, which a test may replace; with Alice's tasks."""
    now = [datetime(2026, 12, 2, 10, tzinfo=BERLIN)]
    monkeypatch.setattr(timezone, "now", lambda: now[0].astimezone(UTC))
    for title, due in DUE.items():
        add_task(alice, title=title, due_at=due)
    return now


def sections(client: Client, **query: str) -> list[tuple[str, list[str]]]:
    """The headings, and the titles below each."""
    page = parse(client.get("/tasks/", query)).one("#task-list")
    lists = page.all("ul")
    return [
        (page.one(f"[id='{tasks['aria-labelledby']}']").text, tasks.texts("a[data-title]")) for tasks in lists
    ]


def test_tasks_wait_until_their_start(alices: Client, alice: User, moments: list[datetime]) -> None:
    for title, start, due in (
        ("Book", date(2026, 12, 4), None),
        ("Plan", date(2026, 12, 4), date(2027, 3, 1)),
        ("Late", date(2026, 12, 9), date(2026, 12, 2)),
        ("Begun", date(2026, 12, 1), None),
    ):
        add_task(alice, title=title, start_on=start, due_at=due)
    assert sections(alices, status="today") == [
        ("Overdue 1", ["Past"]),
        ("Today 3", ["Lunch", "Rent", "Late"]),
        ("No date 1", ["Begun"]),
    ]
    upcoming = sections(alices, status="upcoming")
    assert [titles for _heading, titles in upcoming] == [
        ["Dentist"],
        ["Plan", "Book"],
        ["Report"],
        ["Gym"],
        ["Trip"],
    ]
    assert "4 Dec" in upcoming[1][0]
    page = parse(alices.get("/tasks/", {"status": "upcoming"}))
    assert page.texts(".task-start") == ["Starts on Friday"] * 2

    moments[0] += timedelta(days=2)
    assert sections(alices, status="today")[-1] == ("No date 2", ["Book", "Begun"])


def test_a_day_is_of_today_until_it_has_ended(alices: Client, alice: User, moments: list[datetime]) -> None:
    add_task(alice, title="Rent of the day", due_at=date(2026, 12, 2), estimate=90)
    moments[0] = datetime(2026, 12, 2, 23, 59, 30, tzinfo=BERLIN)
    assert sections(alices)[:2] == [
        ("Overdue 3", ["Past", "Lunch", "Rent"]),
        ("Today 1 · ~90 minutes", ["Rent of the day"]),
    ]
    moments[0] += timedelta(minutes=1)
    assert sections(alices)[0] == (
        "Overdue 5 · ~90 minutes",
        ["Past", "Lunch", "Rent", "Rent of the day", "Dentist"],
    )


@pytest.mark.usefixtures("moments")
def test_open_tasks_are_divided_by_how_soon_they_are_due(alices: Client) -> None:
    assert sections(alices) == [
        ("Overdue 1", ["Past"]),
        ("Today 2", ["Lunch", "Rent"]),
        ("Tomorrow 1", ["Dentist"]),
        ("This week 1", ["Report"]),
        ("Later 2", ["Gym", "Trip"]),
        ("No date 1", ["Someday"]),
    ]


@pytest.mark.parametrize(
    ("day", "week_start", "expected"),
    [
        (3, "monday", ("This week 1", ["Report"])),
        (3, "sunday", ("This week 0", [])),
        (6, "monday", ("Next week 0", [])),
        (5, "monday", ("Next week 1", ["Gym"])),
    ],
)
def test_weeks_are_those_of_the_person(
    alices: Client, alice: User, moments: list[datetime], day: int, week_start: str, expected: Any
) -> None:
    User.objects.update(week_start=week_start)
    moments[0] = datetime(2026, 12, day, 10, tzinfo=BERLIN)
    label, titles = expected
    found = [one for one in sections(alices) if one[0].startswith(label.rsplit(" ", 1)[0])]
    assert found == ([expected] if titles else [])


@pytest.mark.usefixtures("moments")
def test_today_and_upcoming_are_lists_of_their_own(alices: Client, alice: User) -> None:
    assert sections(alices, status="today") == [("Overdue 1", ["Past"]), ("Today 2", ["Lunch", "Rent"])]
    assert sections(alices, status="upcoming") == [
        ("Tomorrow, Thu 3 Dec", ["Dentist"]),
        ("Sun 6 Dec", ["Report"]),
        ("Mon 7 Dec", ["Gym"]),
        ("Mon 1 Mar 2027", ["Trip"]),
    ]
    segments = parse(alices.get("/tasks/")).texts("#task-segments a")
    assert segments[:3] == ["Open 8", "Today 3", "Upcoming 4"]


@pytest.mark.usefixtures("moments")
def test_counts_are_those_of_all_pages_and_of_the_filters(alices: Client, alice: User) -> None:
    for number in range(60):
        add_task(alice, title=f"Task {number}", due_at=timezone.now() + timedelta(hours=1), tags=["many"])
    assert sections(alices, tag="many")[0][0] == "Today 60"
    assert len(sections(alices, tag="many")[0][1]) == 50


@pytest.mark.usefixtures("moments")
def test_done_tasks_and_all_tasks_are_not_divided(alices: Client, alice: User) -> None:
    complete_task(alice, add_task(alice, title="Done").pk)
    for status in ("completed", "all"):
        page = parse(alices.get("/tasks/", {"status": status}))
        assert (len(page.all("#task-list ul")), page.all("#task-list h2")) == (1, [])


def test_an_empty_day_says_what_comes(alices: Client) -> None:
    page = parse(alices.get("/tasks/", {"status": "today"})).one("#task-list")
    assert page.text == "Nothing is due today. See what comes"
    assert page.one("a")["href"] == "/tasks/?status=upcoming"
