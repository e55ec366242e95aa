"""Sending a message without waiting, and everything that is refused."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.api.rest.prefer import preferences
from chatbot.domain.publish import stream_of
from chatbot.models import Conversation, Message, Run, User
from streaming.models import Event
from tests.chatbot.api.client import Api, problem
from tests.cpu_time import is_quick
from tests.factories import ConversationFactory
from tests.subtests import as_subtests

ASYNC = {"Prefer": "respond-async"}


def test_a_message_is_accepted_at_once(api: Api, alice: User) -> None:
    taken = api.post("/api/chat", {"message": "Add milk"}, **ASYNC)
    assert taken.status_code == 202
    run = Run.objects.get()
    assert taken["Location"] == f"/api/runs/{run.pk}/"
    assert taken["Retry-After"] == "1"
    assert taken["Preference-Applied"] == "respond-async"
    assert taken["Cache-Control"] == "private, no-store"
    body = taken.json()
    assert datetime.fromisoformat(body.pop("created_at")).tzinfo is not None
    assert body == {
        "run_id": str(run.pk),
        "conversation_id": str(run.conversation_id),
        "message_id": str(run.reply_id),
        "status": "queued",
        "approval": None,
        "response": None,
    }
    assert (run.trigger.content, run.owner) == ("Add milk", alice)
    published = Event.objects.filter(stream__name=stream_of(alice.pk)).order_by("seq")
    assert [event.type for event in published] == ["conversation_updated", "message_created", "run_queued"]


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/", "/api/{}/chat", "/api/{}/chat/"])
def test_every_address_accepts_messages(api: Api, alice: User, path: str) -> None:
    assert api.post(path.format(alice.pk), {"message": "Hello"}, **ASYNC).status_code == 202


def test_a_session_can_send_messages(alice: User) -> None:
    client = Client(headers=ASYNC)
    client.force_login(alice)
    assert client.post("/api/chat", {"message": "Hello"}, content_type="application/json").status_code == 202


def test_a_message_goes_to_its_conversation(api: Api, alice: User) -> None:
    conversation = ConversationFactory(owner=alice)
    for known in (str(conversation.pk), str(conversation.pk).upper()):
        body = {"message": "Hello", "conversation_id": known}
        assert api.post("/api/chat", body, **ASYNC).json()["conversation_id"] == str(conversation.pk)
    assert api.post("/api/chat", {"message": "Hi", "conversation_id": None}, **ASYNC).status_code == 202
    assert Conversation.objects.count() == 2


def test_another_users_address_is_refused(api: Api, bob: User) -> None:
    refused = api.post(f"/api/{bob.pk}/chat", {"message": "Hello"}, **ASYNC)
    assert refused.status_code == 403
    assert refused.json() == problem("permission_denied", "This is another user's chat.")
    assert api.post(f"/api/{uuid.uuid4()}/chat", {"message": "Hello"}, **ASYNC).status_code == 403
    assert not Run.objects.exists()


def test_conversations_of_others_are_not_found(api: Api, bob: User) -> None:
    for conversation_id in (ConversationFactory(owner=bob).pk, uuid.uuid4()):
        body = {"message": "Hello", "conversation_id": str(conversation_id)}
        refused = api.post("/api/chat", body, **ASYNC)
        assert refused.status_code == 404
        assert refused.json() == problem("not_found", "There is no such conversation.")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": ""}, "message"),
        ({"message": " \n\t "}, "message"),
        ({"message": None}, "message"),
        ({"message": 5}, "message"),
        ({"message": ["Hello"]}, "message"),
        ({"message": "x" * 10_001}, "message"),
        ({"message": "a\x00b"}, "message"),
        ({"message": "Hello", "conversation_id": "x"}, "conversation_id"),
        ({"message": "Hello", "conversation_id": ""}, "conversation_id"),
        ({"message": "Hello", "conversation_id": 5}, "conversation_id"),
        ({"message": "Hello", "conversation_id": True}, "conversation_id"),
        ({"message": "Hello", "conversation_id": {}}, "conversation_id"),
        ({"message": "Hello", "user_id": str(uuid.uuid4())}, "user_id"),
    ],
)
@as_subtests("headers", [ASYNC, {}])
def test_bad_messages_are_refused_by_field(
    api: Api, body: dict[str, Any], field: str, headers: dict[str, str]
) -> None:
    refused = api.post("/api/chat", body, **headers)
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/json"
    assert list(refused.json()["fields"]) == [field]
    assert not Message.objects.exists()


def test_ten_thousand_characters_are_accepted(api: Api) -> None:
    assert api.post("/api/chat", {"message": "😀" * 10_000}, **ASYNC).status_code == 202


def test_the_daily_limit_reports_when_it_ends(api: Api, alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 2
    for _ in range(2):
        assert api.post("/api/chat", {"message": "Hello"}, Idempotency_Key="", **ASYNC).status_code == 400
        assert api.post("/api/chat", {"message": "Hello"}, **ASYNC).status_code == 202
    refused = api.post("/api/chat", {"message": "Hello"}, **ASYNC)
    assert refused.status_code == 429
    said = refused.json()
    assert set(said) == {"error", "detail", "code", "reset_at", "resets_at"}
    assert said["code"] == "limit_reached"
    reset_at = datetime.fromisoformat(said["reset_at"]).astimezone(UTC)
    assert (reset_at.hour, reset_at.minute) == (0, 0)
    left = (reset_at - timezone.now()).total_seconds()
    assert int(refused["Retry-After"]) == pytest.approx(left, abs=5)
    assert Message.objects.filter(role="user").count() == 2


def test_a_resend_returns_the_same_message(api: Api, bobs_api: Api, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 1
    send = {"message": "Add milk"}
    first = api.post("/api/chat", send, Idempotency_Key="key-1", **ASYNC)
    again = api.post("/api/chat", send, Idempotency_Key="key-1", **ASYNC)
    assert (again.status_code, again.json()) == (202, first.json())
    assert Run.objects.count() == 1

    other = bobs_api.post("/api/chat", send, Idempotency_Key="key-1", **ASYNC)
    assert other.json()["run_id"] != first.json()["run_id"]


def test_a_key_is_valid_for_one_text(api: Api) -> None:
    api.post("/api/chat", {"message": "Add milk"}, Idempotency_Key="key-1", **ASYNC)
    refused = api.post("/api/chat", {"message": "Add bread"}, Idempotency_Key="key-1", **ASYNC)
    assert refused.status_code == 409
    assert refused.json()["code"] == "conflict"
    assert Run.objects.count() == 1


@as_subtests("key", ["", " ", "x" * 256, "a\tb", "a\x7fb", "a\x00b", "a\x85b"])
def test_bad_keys_are_refused(api: Api, key: str) -> None:
    refused = api.post("/api/chat", {"message": "Add milk"}, Idempotency_Key=key, **ASYNC)
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["x" * 255, '"quoted"', "a, b; c=d", "é"])
def test_unusual_keys_are_accepted(api: Api, key: str) -> None:
    assert api.post("/api/chat", {"message": "Hi"}, Idempotency_Key=key, **ASYNC).status_code == 202


@as_subtests(
    ("header", "expected"),
    [
        ("", {}),
        ("respond-async", {"respond-async": ""}),
        ("Respond-Async", {"respond-async": ""}),
        ("respond-async, wait=10", {"respond-async": "", "wait": "10"}),
        (' return = minimal ;foo="bar, respond-async" , wait="5"', {"return": "minimal", "wait": "5"}),
        ('foo="respond-async, x", bar', {"foo": "respond-async, x", "bar": ""}),
        ("wait=1, wait=2", {"wait": "1"}),
        ("respond-asynchronously", {"respond-asynchronously": ""}),
        (",,; ,=", {"": ""}),
    ],
)
def test_prefer_is_parsed_as_the_standard_says(header: str, expected: dict[str, str]) -> None:
    assert preferences(header) == expected


def test_any_prefer_is_parsed_quickly() -> None:
    for header in ('"' * 50_001, "a=" * 50_000, '"\\' * 50_000, '\\"' * 50_001, 'a="b,' * 20_001):
        assert is_quick(partial(preferences, header), seconds=1)
