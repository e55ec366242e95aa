from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.factories import TaskFactory
from tests.subtests import as_subtests


def titles(api: Api, query: Any) -> list[str]:
    answer = api.get("/api/tasks/", query)
    assert answer.status_code == 200, answer.content
    return [task["title"] for task in answer.json()["results"]]


@pytest.fixture
def today(alice: User) -> datetime:
    """The midnight at which alice's day started."""
    now = timezone.now().astimezone(alice.tz)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def chores(alice: User) -> None:
    TaskFactory(owner=alice, title="milk", priority="high", tags=["home", "food"])
    TaskFactory(owner=alice, title="report", priority="low", description="for the boss", tags=["work"])
    TaskFactory(owner=alice, title="sweep", tags=["home"], completed_at=timezone.now())


@pytest.mark.usefixtures("chores")
@as_subtests(
    ("query", "expected"),
    [
        ({}, ["milk", "report", "sweep"]),
        ({"status": "all"}, ["milk", "report", "sweep"]),
        ({"status": "pending"}, ["milk", "report"]),
        ({"status": "completed"}, ["sweep"]),
        ({"completed": "true"}, ["sweep"]),
        ({"completed": "false"}, ["milk", "report"]),
        ({"completed": "true", "status": "pending"}, []),
        ({"priority": "high"}, ["milk"]),
        ({"tag": "home"}, ["milk", "sweep"]),
        ({"tag": "#Home"}, ["milk", "sweep"]),
        ({"tag": ["home", "food"]}, ["milk"]),
        ({"tag": ["home", "work"]}, []),
        ({"search": "BOSS"}, ["report"]),
        ({"q": "home"}, ["milk", "sweep"]),
        ({"search": "home milk"}, ["milk"]),
        ({"search": "home", "q": "milk"}, ["milk"]),
        ({"search": "100%"}, []),
        ({"search": "_"}, []),
        ({"search": " ".join(["milk"] * 40)}, ["milk"]),
        ({"tag": "home", "status": "pending", "priority": "high"}, ["milk"]),
        ({"ordering": "title"}, ["milk", "report", "sweep"]),
        ({"ordering": "-title"}, ["sweep", "report", "milk"]),
        ({"ordering": "priority"}, ["report", "sweep", "milk"]),
        ({"ordering": "-priority"}, ["milk", "sweep", "report"]),
        ({"ordering": "-number"}, ["sweep", "report", "milk"]),
        ({"ordering": "-completed_at"}, ["sweep", "milk", "report"]),
    ],
)
def test_filters_select_tasks(api: Api, query: dict[str, Any], expected: list[str]) -> None:
    assert titles(api, query) == expected


def test_due_filters_use_the_users_time_zone(api: Api, alice: User, today: datetime) -> None:
    minute = timedelta(minutes=1)
    sunday_ends = today + timedelta(days=7 - today.weekday())
    for title, due_at in {
        "yesterday": today - minute,
        "first": today,
        "last": today + timedelta(days=1) - minute,
        "tomorrow": today + timedelta(days=1),
        "after": today + timedelta(days=2),
        "next week": sunday_ends + timedelta(days=2),
        "never": None,
    }.items():
        TaskFactory(owner=alice, title=title, due_at=due_at)
    assert titles(api, {"due": "today"}) == ["first", "last"]
    assert titles(api, {"due": "tomorrow"}) == ["tomorrow"]
    this_week = titles(api, {"due": "week"})
    assert this_week[:2] == ["first", "last"]
    assert "next week" not in this_week
    assert ("after" in this_week) == (today + timedelta(days=2) < sunday_ends)
    # Overdue are those whose time has passed, also on the day itself.
    assert titles(api, {"due": "overdue"})[0] == "yesterday"
    assert "tomorrow" not in titles(api, {"due": "overdue"})
    assert titles(api, {"status": "overdue"}) == titles(api, {"due": "overdue"})


def test_completed_tasks_are_not_overdue(api: Api, alice: User, today: datetime) -> None:
    TaskFactory(owner=alice, due_at=today - timedelta(days=1), completed_at=timezone.now())
    assert titles(api, {"due": "overdue"}) == []


def test_due_before_and_after_exclude_the_time_itself(api: Api, alice: User) -> None:
    for hour in (9, 10, 11):
        due_at = datetime(2026, 11, 21, hour, tzinfo=alice.tz)
        TaskFactory(owner=alice, title=f"at {hour}", due_at=due_at)
    TaskFactory(owner=alice, title="never")
    assert titles(api, {"due_before": "2026-11-21T09:00:00Z"}) == ["at 9"]  # 10:00 in Berlin
    assert titles(api, {"due_before": "2026-11-21T10:00"}) == ["at 9"]
    assert titles(api, {"due_after": "2026-11-21T10:00:00+01:00"}) == ["at 11"]
    assert titles(api, {"due_after": "2026-11-21"}) == ["at 9", "at 10", "at 11"]
    assert titles(api, {"due_after": "2026-11-21T09:00", "due_before": "2026-11-21T11:00"}) == ["at 10"]


def test_ordering_puts_tasks_without_due_date_last(api: Api, alice: User, today: datetime) -> None:
    TaskFactory(owner=alice, title="never")
    TaskFactory(owner=alice, title="today", due_at=today)
    TaskFactory(owner=alice, title="tomorrow", due_at=today + timedelta(days=1))
    assert titles(api, {"ordering": "due_at"}) == ["today", "tomorrow", "never"]
    assert titles(api, {"ordering": "-due_at"}) == ["tomorrow", "today", "never"]


@as_subtests(
    ("query", "name"),
    [
        ("status=open", "status"),
        ("status=", "status"),
        ("status=all&status=pending", "status"),
        ("completed=maybe", "completed"),
        ("completed=", "completed"),
        ("priority=urgent", "priority"),
        ("priority=low&priority=high", "priority"),
        ("tag=", "tag"),
        ("tag=" + "x" * 52, "tag"),
        ("&".join(f"tag=t{number}" for number in range(70)), "tag"),
        ("due=someday", "due"),
        ("due_before=now", "due_before"),
        ("due_before=0001-01-01T00:00:00%2B14:00", "due_before"),
        ("due_after=2026-11-21T10:00:00+01:00", "due_after"),  # the plus means a space
        ("due_after=", "due_after"),
        ("search=" + "x" * 201, "search"),
        ("ordering=owner", "ordering"),
        ("ordering=--number", "ordering"),
        ("ordering=owner__password", "ordering"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=1e3", "limit"),
        ("limit=%D9%A3", "limit"),  # a digit, but an Arabic one
        ("limit=" + "9" * 5000, "limit"),
        ("limit=1&limit=2", "limit"),
        ("page=0", "page"),
        ("page=" + "9" * 30, "page"),
        ("page=", "page"),
        ("owner=bob", "owner"),
        ("owner__username=bob", "owner__username"),
        ("%FF=1", "�"),
    ],
)
def test_bad_parameters_are_refused_by_name(api: Api, query: str, name: str) -> None:
    refused = api.get(f"/api/tasks/?{query}")
    assert refused.status_code == 400
    said = refused.json()
    assert said["code"] == "invalid"
    assert list(said["fields"]) == [name]
    assert name in said["error"]
