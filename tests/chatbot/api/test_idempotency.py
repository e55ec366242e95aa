"""`Idempotency-Key` on a POST: it is carried out once, and a resend gets the first answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from chatbot.domain.idempotency import claim_key
from chatbot.domain.tasks import commands as tasks
from chatbot.models import AnsweredRequest, Task, User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.conftest import postgresql
from tests.chatbot.domain.threads import at_once
from tests.factories import ConversationFactory, UserFactory
from tests.subtests import as_subtests

__all__ = ["postgresql"]

ROOT = "/api/v1/"
ADDING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("tasks/", {"title": "Milk", "due_at": "2030-01-01T12:00:00Z", "completed": True}, {"title": "Bread"}),
    ("tasks/quick-add/", {"text": "Milk"}, {"text": "Bread"}),
    ("lists/", {"name": "Household"}, {"name": "Work"}),
    ("views/", {"name": "Urgent", "filters": {"priority": "high"}}, {"name": "Later", "filters": {}}),
    ("plans/", {"goal": "Move house"}, {"goal": "Bake a cake"}),
    ("personal-tokens/", {"name": "Script", "scopes": ["read"]}, {"name": "Other", "scopes": ["read"]}),
    ("calendar-feeds/", {"kind": "event"}, {"kind": "todo"}),
    ("conversations/{conversation}/links/", {"days": 7}, {"days": 1}),
    ("webhooks/", {"url": "https://hooks.example/a"}, {"url": "https://hooks.example/b"}),
]


@as_subtests(("path", "body", "other"), ADDING)
def test_a_resend_gets_the_first_answer_and_adds_nothing(
    api: Api, bobs_api: Api, alice: User, path: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    conversation = ConversationFactory(owner=alice)
    url, key = ROOT + path.format(conversation=conversation.pk), f"key of {path}"
    first = api.post(url, body, Idempotency_Key=key)
    again = api.post(url, body, Idempotency_Key=key)
    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert again.json() == first.json()
    for header in ("ETag", "Location", "Cache-Control", "Content-Type"):
        assert again.get(header) == first.get(header)
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    refused = api.post(url, other, Idempotency_Key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert api.post("/api/lists/", other, Idempotency_Key=key).status_code == 409
    assert bobs_api.post(url, other, Idempotency_Key=key).status_code != 422


def test_commands_and_files_are_carried_out_once(api: Api, alice: User) -> None:
    task = tasks.add_task(alice, title="Water plants", repeat="FREQ=DAILY")
    for _ in range(2):
        done = api.post(f"{ROOT}tasks/{task.pk}/skip/", Idempotency_Key="skip")
        assert done.status_code == 200
    assert done["Idempotent-Replayed"] == "true"
    assert done.json() == api.get(f"{ROOT}tasks/{task.pk}/").json()
    for _ in range(2):
        read = api.send_file(f"{ROOT}imports/?name=a.txt", b"Milk", "text/plain", Idempotency_Key="file")
        assert read.status_code == 201
    assert len(api.get(f"{ROOT}imports/").json()["results"]) == 1


def test_what_is_stored_does_not_have_the_secret(api: Api) -> None:
    made = api.post(f"{ROOT}personal-tokens/", {"name": "Script", "scopes": ["read"]}, Idempotency_Key="k")
    assert made.json()["token"] not in str(AnsweredRequest.objects.get().answer)


def test_an_answer_that_was_encrypted_with_another_key_is_refused(api: Api, settings: Settings) -> None:
    assert api.post(f"{ROOT}tasks/", {"title": "Milk"}, Idempotency_Key="key-1").status_code == 201
    settings.SECRET_KEY = "another key, since the former one was seen by others"
    refused = api.post(f"{ROOT}tasks/", {"title": "Milk"}, Idempotency_Key="key-1")
    assert (refused.status_code, refused.json()["code"], Task.objects.count()) == (409, "conflict", 1)


def test_a_refused_request_does_not_use_its_key(api: Api) -> None:
    assert api.post(f"{ROOT}tasks/", {"title": ""}, Idempotency_Key="key-1").status_code == 400
    assert api.post(f"{ROOT}tasks/", {"title": "Milk"}, Idempotency_Key="key-1").status_code == 201
    assert Task.objects.count() == 1


def test_the_tag_of_a_resend_is_that_of_its_answer(api: Api, alice: User) -> None:
    body = {"title": "Milk"}
    task = api.post("/api/v1/tasks/", body, Idempotency_Key="key-1").json()
    api.patch(f"/api/v1/tasks/{task['id']}/", {"title": "Oat milk"})
    again = api.post("/api/v1/tasks/", body, Idempotency_Key="key-1")
    changed = api.send("PATCH", f"/api/v1/tasks/{task['id']}/", {"title": "Soy"}, If_Match=again["ETag"])
    assert (again.json(), changed.status_code) == (task, 412)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("postgresql")
def test_a_resend_is_refused_while_the_first_request_is_carried_out() -> None:
    alice = UserFactory.create()
    api, body = Api.of(alice), {"title": "Milk"}
    with transaction.atomic():
        claim_key(alice, "key-1")
        [resent] = at_once(lambda: api.post(f"{ROOT}tasks/", body, Idempotency_Key="key-1"))
    assert (resent.status_code, resent["Retry-After"]) == (409, "1")
    assert resent.json()["code"] == "idempotency_key_in_use"
    assert api.post(f"{ROOT}tasks/", body, Idempotency_Key="key-1").status_code == 201
