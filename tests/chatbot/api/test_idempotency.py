"""`Idempotency-Key` on requests that add something: a resend gets the first answer."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.models import User
from tests.chatbot.api.client import Api

ADDING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("tasks", {"title": "Milk", "due_at": "2030-01-01T12:00:00Z", "completed": True}, {"title": "Bread"}),
    ("lists", {"name": "Household"}, {"name": "Work"}),
    ("views", {"name": "Urgent", "filters": {"priority": "high"}}, {"name": "Later", "filters": {}}),
]


@pytest.mark.parametrize(("kind", "body", "other"), ADDING)
def test_a_resend_gets_the_first_answer_and_adds_nothing(
    api: Api, bobs_api: Api, kind: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    url = f"/api/v1/{kind}/"
    first = api.post(url, body, Idempotency_Key="key-1")
    again = api.post(url, body, Idempotency_Key="key-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.get("ETag") == first.get("ETag")
    assert [row["id"] for row in api.get(url).json()["results"]] == [first.json()["id"]]
    refused = api.post(url, other, Idempotency_Key="key-1")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "That idempotency key was used for another request."
    assert bobs_api.post(url, other, Idempotency_Key="key-1").status_code == 201
    assert api.post(url, other, Idempotency_Key="key-2").status_code == 201


def test_a_key_is_valid_for_one_kind(api: Api) -> None:
    assert api.post("/api/v1/lists/", {"name": "Work"}, Idempotency_Key="key-1").status_code == 201
    assert api.post("/api/v1/tasks/", {"title": "Work"}, Idempotency_Key="key-1").status_code == 409


def test_the_tag_of_a_resend_is_that_of_its_answer(api: Api, alice: User) -> None:
    body = {"title": "Milk"}
    task = api.post("/api/v1/tasks/", body, Idempotency_Key="key-1").json()
    api.patch(f"/api/v1/tasks/{task['id']}/", {"title": "Oat milk"})
    again = api.post("/api/v1/tasks/", body, Idempotency_Key="key-1")
    changed = api.send("PATCH", f"/api/v1/tasks/{task['id']}/", {"title": "Soy"}, If_Match=again["ETag"])
    assert (again.json(), changed.status_code) == (task, 412)
