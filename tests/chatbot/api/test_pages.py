"""Pages of lists: every row once, whatever changes between the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chatbot.models import Task, User
from tests.chatbot.api.client import Api
from tests.factories import ConversationFactory, TaskFactory
from tests.subtests import as_subtests

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDERS = [
    "",
    *(
        sign + name
        for name in ("number", "title", "priority", "due_at", "completed_at", "created_at", "updated_at")
        for sign in ("", "-")
    ),
]


@pytest.fixture
def tasks(alice: User) -> list[Task]:
    """Tasks with equal and with missing values in the fields that order them."""
    return [
        TaskFactory(
            owner=alice,
            title=f"Task {number % 3}",
            priority=["low", "medium", "high"][number % 3],
            due_at=None if number % 4 == 0 else NOON + timedelta(days=number % 5),
            completed_at=NOON + timedelta(hours=number % 2) if number % 3 == 0 else None,
        )
        for number in range(1, 14)
    ]


def numbers(page: Any) -> list[int]:
    return [task["number"] for task in page["results"]]


@pytest.mark.usefixtures("tasks")
@as_subtests("ordering", ORDERS)
def test_the_links_lead_through_the_whole_list_and_back(api: Api, ordering: str) -> None:
    query = {"ordering": ordering} if ordering else {}
    whole = numbers(api.get("/api/tasks/", query).json())
    page = api.get("/api/tasks/", {**query, "limit": "4"}).json()
    assert page["previous"] is None
    there = [numbers(page)]
    while page["next"]:
        page = api.get(page["next"]).json()
        there.append(numbers(page))
    assert [number for numbers in there for number in numbers] == whole
    back = [numbers(page)]
    while page["previous"]:
        page = api.get(page["previous"]).json()
        back.append(numbers(page))
    assert back == there[::-1]


@pytest.mark.usefixtures("tasks")
def test_an_edit_between_two_pages_repeats_and_skips_no_other_row(api: Api, alice: User) -> None:
    whole = numbers(api.get("/api/tasks/").json())
    first = api.get("/api/tasks/", {"limit": "4"}).json()
    moved = first["results"][1]
    api.patch(f"/api/tasks/{moved['id']}/", {"completed": True})
    added = api.post("/api/tasks/", {"title": "New and due first", "due_at": "2026-11-01"})
    assert added.status_code == 201
    second = api.get(first["next"]).json()
    assert numbers(second) == whole[4:8]


def test_lists_of_other_things_have_the_same_links(api: Api, alice: User) -> None:
    ids = [str(ConversationFactory(owner=alice).pk) for _ in range(5)]
    first = api.get("/api/conversations/", {"limit": "3"}).json()
    second = api.get(first["next"]).json()
    assert {row["id"] for page in (first, second) for row in page["results"]} == set(ids)
    assert second["next"] is None


@pytest.mark.usefixtures("tasks")
@as_subtests("cursor", ["", "x", "eyJhIjoxfQ", "%00", "a:b:c", "\ufffd" * 300])
def test_a_cursor_of_another_kind_is_refused(api: Api, cursor: str) -> None:
    answer = api.get("/api/tasks/", {"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"cursor": ["This is not a cursor of this list."]}


@pytest.mark.usefixtures("tasks")
def test_a_cursor_is_valid_for_one_ordering(api: Api) -> None:
    following = api.get("/api/tasks/", {"limit": "4", "ordering": "title"}).json()["next"]
    answer = api.get(following.replace("ordering=title", "ordering=-number"))
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"cursor"}


@pytest.mark.usefixtures("tasks")
def test_a_cursor_shows_nothing_of_other_people(api: Api, bobs_api: Api) -> None:
    following = api.get("/api/tasks/", {"limit": "4"}).json()["next"]
    assert bobs_api.get(following).json()["results"] == []
