from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.publish import stream_of
from chatbot.models import Task, User
from streaming.models import Event
from tests.chatbot.api.client import Api
from tests.factories import TaskFactory

KEYS = [
    "id", "number", "title", "description", "completed", "completed_at", "priority", "due_at", "repeat",
    "repeat_from", "reminders", "tags", "list", "parent", "rank", "due_on", "start_on", "estimate",
    "created_at", "updated_at",
]  # fmt: skip


def events(user: User) -> list[str]:
    """The events that the user's tabs received."""
    published = Event.objects.filter(stream__name=stream_of(user.pk)).order_by("seq")
    return list(published.values_list("type", flat=True))


def test_a_task_is_added_with_all_fields(api: Api, alice: User) -> None:
    made = api.post(
        "/api/tasks/",
        {
            "title": "  Buy   milk ",
            "description": "Two bottles",
            "priority": "high",
            "due_at": "2026-11-21T18:30:00+01:00",
            "tags": ["Home", "#food", "home"],
        },
    )
    assert made.status_code == 201
    task = made.json()
    assert sorted(task) == sorted(KEYS)
    stored = Task.objects.get(owner=alice)
    assert task["id"] == str(stored.pk)
    assert (task["number"], task["title"], task["description"]) == (1, "Buy milk", "Two bottles")
    assert (task["priority"], task["tags"]) == ("high", ["food", "home"])
    assert (task["completed"], task["completed_at"]) == (False, None)
    assert task["due_at"] == "2026-11-21T17:30:00.000Z"
    assert api.get(f"/api/tasks/{task['id']}/").json() == task
    assert events(alice) == ["task_created"]


def test_a_title_is_enough(api: Api) -> None:
    task = api.post("/api/tasks", {"title": "Buy milk"}).json()
    assert (task["description"], task["priority"], task["due_at"], task["tags"]) == ("", "medium", None, [])


def test_a_task_can_be_added_as_completed(api: Api, alice: User) -> None:
    assert api.post("/api/tasks/", {"title": "Buy milk", "completed": True}).json()["completed"] is True
    assert events(alice) == ["task_created", "task_updated"]


def test_a_due_time_without_an_offset_is_in_the_users_time_zone(api: Api) -> None:
    made = api.post("/api/tasks/", {"title": "Call", "due_at": "2026-11-21T18:30"}).json()
    assert made["due_at"] == "2026-11-21T17:30:00.000Z"


def test_a_change_keeps_other_fields(api: Api, alice: User) -> None:
    task = TaskFactory(owner=alice, title="Buy milk", priority="high", tags=["home"])
    changed = api.patch(f"/api/tasks/{task.pk}/", {"title": "Buy oat milk", "tags": ["food"]})
    assert changed.status_code == 200
    assert changed.json()["title"] == "Buy oat milk"
    assert changed.json()["priority"] == "high"
    assert changed.json()["tags"] == ["food"]
    assert events(alice) == ["task_updated"]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-11-21", "2026-11-21T22:59:00.000Z"),
        ("2026-07-01", "2026-07-01T21:59:00.000Z"),
        ("2026-10-25", "2026-10-25T22:59:00.000Z"),  # the clocks are set back that day
        ("0002-01-01", "0002-01-01T23:05:32.000Z"),
    ],
)
def test_a_date_alone_is_due_at_the_end_of_that_day(api: Api, day: str, end: str) -> None:
    made = api.post("/api/tasks/", {"title": "Call", "due_at": day}).json()
    assert made["due_at"] == end
    assert api.patch(f"/api/tasks/{made['id']}/", {"due_at": None}).json()["due_at"] is None
    assert api.patch(f"/api/tasks/{made['id']}/", {"due_at": day}).json()["due_at"] == end


def test_a_task_due_today_is_not_overdue(api: Api, alice: User) -> None:
    today = timezone.now().astimezone(alice.tz).date()
    api.post("/api/tasks/", {"title": "Call", "due_at": today.isoformat()})
    assert api.get("/api/tasks/", {"due": "today"}).json()["results"]
    assert api.get("/api/tasks/", {"status": "overdue"}).json()["results"] == []


def test_a_due_date_is_removed(api: Api, alice: User) -> None:
    task = TaskFactory(owner=alice, due_at=datetime(2026, 11, 21, tzinfo=UTC))
    assert api.patch(f"/api/tasks/{task.pk}/", {"due_at": None}).json()["due_at"] is None


def test_a_change_without_effect_publishes_no_event(api: Api, alice: User) -> None:
    task = TaskFactory(owner=alice, title="Buy milk")
    for body in ({}, {"title": "Buy milk"}, {"completed": False}, {"tags": []}):
        assert api.patch(f"/api/tasks/{task.pk}/", body).status_code == 200
    assert events(alice) == []


@pytest.mark.parametrize("by", ["patch", "verb"])
def test_a_task_is_completed_and_reopened(api: Api, alice: User, by: str) -> None:
    path = f"/api/tasks/{TaskFactory(owner=alice).pk}/"

    def set_completed(completed: bool) -> dict[str, Any]:
        if by == "patch":
            answer = api.patch(path, {"completed": completed})
        else:
            answer = api.post(f"{path}{'complete' if completed else 'reopen'}/")
        assert answer.status_code == 200
        task: dict[str, Any] = answer.json()
        return task

    done = set_completed(True)
    assert done["completed"] is True
    assert done["completed_at"] is not None
    assert set_completed(True)["completed_at"] == done["completed_at"]
    reopened = set_completed(False)
    assert (reopened["completed"], reopened["completed_at"]) == (False, None)
    assert events(alice) == ["task_updated", "task_updated"]


def test_a_refused_change_changes_nothing(api: Api, alice: User) -> None:
    task = TaskFactory(owner=alice, title="Buy milk")
    assert api.patch(f"/api/tasks/{task.pk}/", {"title": "Sugar", "completed": "yes"}).status_code == 400
    task.refresh_from_db()
    assert (task.title, task.completed) == ("Buy milk", False)
    assert events(alice) == []


def test_a_deleted_task_is_gone_and_its_number_is_not_used_again(api: Api, alice: User) -> None:
    task = TaskFactory(owner=alice)
    gone = api.delete(f"/api/tasks/{task.pk}/")
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(f"/api/tasks/{task.pk}/").status_code == 404
    assert api.delete(f"/api/tasks/{task.pk}/").status_code == 404
    assert api.post("/api/tasks/", {"title": "Next"}).json()["number"] == 2
    assert events(alice) == ["task_deleted", "task_created"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": " \n "}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": None}, "title"),
        ({"title": 5}, "title"),
        ({"title": True}, "title"),
        ({"title": ["Milk"]}, "title"),
        ({"title": {"a": 1}}, "title"),
        ({"title": "Mi\x00lk"}, "title"),
        ({"title": "Milk", "description": "x" * 2001}, "description"),
        ({"title": "Milk", "description": "\x00"}, "description"),
        ({"title": "Milk", "description": None}, "description"),
        ({"title": "Milk", "priority": "urgent"}, "priority"),
        ({"title": "Milk", "priority": "HIGH"}, "priority"),
        ({"title": "Milk", "priority": None}, "priority"),
        ({"title": "Milk", "priority": []}, "priority"),
        ({"title": "Milk", "due_at": "tomorrow"}, "due_at"),
        ({"title": "Milk", "due_at": 10**30}, "due_at"),
        ({"title": "Milk", "due_at": "2026-02-30T10:00:00Z"}, "due_at"),
        ({"title": "Milk", "due_at": "2026-11-21T25:00:00Z"}, "due_at"),
        ({"title": "Milk", "due_at": "0001-01-01T00:00:00+14:00"}, "due_at"),
        ({"title": "Milk", "due_at": "9999-12-31T23:59:59-12:00"}, "due_at"),
        ({"title": "Milk", "due_at": "9999-12-31T23:59:59Z"}, "due_at"),
        ({"title": "Milk", "due_at": ""}, "due_at"),
        ({"title": "Milk", "due_at": "2026-02-30"}, "due_at"),
        ({"title": "Milk", "due_at": "2026-11"}, "due_at"),
        ({"title": "Milk", "due_at": "2026-W48-7"}, "due_at"),
        ({"title": "Milk", "due_at": "20261121"}, "due_at"),
        ({"title": "Milk", "due_at": "9999-12-31"}, "due_at"),
        ({"title": "Milk", "due_at": "２０２６-11-21"}, "due_at"),
        ({"title": "Milk", "tags": "home"}, "tags"),
        ({"title": "Milk", "tags": None}, "tags"),
        ({"title": "Milk", "tags": {"home": 1}}, "tags"),
        ({"title": "Milk", "tags": [5]}, "tags"),
        ({"title": "Milk", "tags": [""]}, "tags"),
        ({"title": "Milk", "tags": ["#"]}, "tags"),
        ({"title": "Milk", "tags": ["x" * 51]}, "tags"),
        ({"title": "Milk", "tags": ["\x00"]}, "tags"),
        ({"title": "Milk", "tags": [f"tag{number}" for number in range(21)]}, "tags"),
        ({"title": "Milk", "completed": "true"}, "completed"),
        ({"title": "Milk", "completed": None}, "completed"),
        ({"title": "Milk", "completed": 1}, "completed"),
        ({"title": "Milk", "colour": "red"}, "colour"),
        ({"title": "Milk", "number": 7}, "number"),
        ({"title": "Milk", "owner": "bob"}, "owner"),
        ({"title": "Milk", "": 1}, ""),
    ],
)
def test_bad_fields_are_refused_by_name(api: Api, alice: User, body: dict[str, Any], field: str) -> None:
    refused = api.post("/api/tasks/", body)
    assert refused.status_code == 400
    said = refused.json()
    assert set(said) == {"error", "detail", "code", "fields"}
    assert said["code"] == "invalid"
    assert list(said["fields"]) == [field]
    assert said["fields"][field][0] in said["error"]
    assert not Task.objects.exists()

    if body:
        task = TaskFactory(owner=alice)
        refused = api.patch(f"/api/tasks/{task.pk}/", body)
        assert refused.status_code == 400
        assert list(refused.json()["fields"]) == [field]


def test_a_list_comes_in_pages(api: Api, alice: User) -> None:
    for _ in range(5):
        TaskFactory(owner=alice)
    page = api.get("/api/tasks/", {"limit": 2, "ordering": "number"}).json()
    assert list(page) == ["next", "previous", "results"]
    assert page["previous"] is None
    seen = [page]
    while page["next"]:
        page = api.get(page["next"]).json()
        seen.append(page)
    assert [[task["number"] for task in page["results"]] for page in seen] == [[1, 2], [3, 4], [5]]
    assert api.get(seen[1]["previous"]).json() == seen[0]
    assert api.get("/api/tasks/?page=9").json()["results"] == []


def test_a_list_has_fifty_entries_at_first_and_a_hundred_at_most(api: Api, alice: User) -> None:
    Task.objects.bulk_create(Task(owner=alice, number=n, title=f"Task {n}") for n in range(1, 102))
    assert len(api.get("/api/tasks/").json()["results"]) == 50
    assert len(api.get("/api/tasks/?limit=100").json()["results"]) == 100
    assert api.get("/api/tasks/?limit=101").status_code == 400


def test_a_list_has_only_ones_own_tasks(api: Api, alice: User, bob: User) -> None:
    TaskFactory(owner=bob)
    assert api.get("/api/tasks/").json() == {"next": None, "previous": None, "results": []}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_as_many_queries_for_three_as_for_one(
    api: Api, alice: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        TaskFactory(owner=alice, tags=["home", "food"])
    with django_assert_num_queries(3):  # the user, the tasks, their tags
        assert len(api.get("/api/tasks/").json()["results"]) == count


def test_a_date_is_a_day_and_stays_one_when_it_is_sent_back(api: Api) -> None:
    task = api.post("/api/tasks/", {"title": "Rent", "due_at": "2026-12-01"}).json()
    assert (task["due_at"], task["due_on"]) == ("2026-12-01T22:59:00.000Z", "2026-12-01")
    address = f"/api/tasks/{task['id']}/"
    same = api.patch(address, {"due_at": task["due_at"], "priority": "high"}).json()
    assert (same["due_on"], same["priority"]) == ("2026-12-01", "high")
    timed = api.patch(address, {"due_at": "2026-12-01T17:00"}).json()
    assert (timed["due_at"], timed["due_on"]) == ("2026-12-01T16:00:00.000Z", None)
