from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.publish import stream_of
from chatbot.models import Run, User
from streaming.models import Event
from tests.chatbot.api.client import Api
from tests.chatbot.asking import ask_to_delete
from tests.factories import ConversationFactory, MessageFactory, RunFactory
from tests.subtests import as_subtests


def test_conversations_are_listed_the_latest_first(api: Api, alice: User, bob: User) -> None:
    ConversationFactory(owner=bob)
    now = timezone.now()
    for title, age in {"older": 2, "latest": 0, "later": 1}.items():
        ConversationFactory(owner=alice, title=title, updated_at=now - timedelta(hours=age))
    page = api.get("/api/conversations/").json()
    assert list(page) == ["next", "previous", "results"]
    assert [one["title"] for one in page["results"]] == ["latest", "later", "older"]
    assert list(page["results"][0]) == [
        "id",
        "title",
        "is_pinned",
        "is_archived",
        "is_unread",
        "created_at",
        "updated_at",
    ]
    assert api.get(f"/api/conversations/{page['results'][0]['id']}/").json() == page["results"][0]

    first = api.get("/api/conversations/?limit=2").json()
    second = api.get(first["next"]).json()
    assert [one["title"] for one in second["results"]] == ["older"]
    assert second["next"] is None


def test_a_conversation_is_pinned(api: Api, alice: User) -> None:
    conversation = ConversationFactory.create(owner=alice, title="Weekend")
    for pinned in (True, False):
        answer = api.patch(f"/api/conversations/{conversation.pk}/", {"is_pinned": pinned})
        assert (answer.json()["title"], answer.json()["is_pinned"]) == ("Weekend", pinned)
    assert api.patch(f"/api/conversations/{conversation.pk}/", {"is_pinned": "x"}).status_code == 400


def test_a_conversation_is_renamed(api: Api, alice: User) -> None:
    conversation = ConversationFactory(owner=alice)
    renamed = api.patch(f"/api/conversations/{conversation.pk}/", {"title": " Our \n weekend "})
    assert renamed.status_code == 200
    assert renamed.json()["title"] == "Our weekend"
    events = Event.objects.filter(stream__name=stream_of(alice.pk))
    assert [event.type for event in events] == ["conversation_updated"]


@as_subtests(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "Fine", "owner": "bob"}, "owner"),
    ],
)
def test_bad_titles_are_refused(api: Api, alice: User, body: dict[str, Any], field: str) -> None:
    conversation = ConversationFactory(owner=alice)
    refused = api.patch(f"/api/conversations/{conversation.pk}/", body)
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == [field]


def test_a_conversation_is_deleted_with_its_messages_but_not_during_a_run(api: Api, alice: User) -> None:
    run = RunFactory(conversation=ConversationFactory(owner=alice))
    path = f"/api/conversations/{run.conversation_id}/"
    refused = api.delete(path)
    assert refused.status_code == 409
    assert refused.json()["code"] == "conflict"

    Run.objects.update(status=Run.Status.SUCCEEDED)
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.get(f"{path}messages/").status_code == 404


def test_messages_are_listed_in_order(api: Api, alice: User) -> None:
    conversation = ConversationFactory(owner=alice)
    run = RunFactory(conversation=conversation, trigger__content="Add **milk**\n<script>x</script>")
    path = f"/api/conversations/{conversation.pk}/messages/"
    asked, reply = api.get(path).json()["results"]
    assert list(asked) == [
        "id",
        "content",
        "html",
        "state",
        "role",
        "position",
        "created_at",
        "replaces",
        "run_id",
    ]
    assert (asked["role"], asked["position"], asked["state"]) == ("user", 1, "complete")
    assert (reply["role"], reply["position"], reply["state"]) == ("assistant", 2, "pending")
    assert asked["content"] == "Add **milk**\n<script>x</script>"
    assert "<strong>milk</strong>" in asked["html"]
    assert "<script>" not in asked["html"]
    assert asked["run_id"] == reply["run_id"] == str(run.pk)

    latest = api.get(path, {"ordering": "-position", "limit": 1}).json()
    assert [message["position"] for message in latest["results"]] == [2]


def test_a_message_names_its_latest_run(api: Api, alice: User) -> None:
    failed = RunFactory(conversation=ConversationFactory(owner=alice), status=Run.Status.FAILED)
    again = api.post(f"/api/runs/{failed.pk}/retry/").json()["run_id"]
    messages = api.get(f"/api/conversations/{failed.conversation_id}/messages/").json()["results"]
    assert [message["run_id"] for message in messages] == [again, str(failed.pk), again]


def test_a_message_without_a_run_has_none(api: Api, alice: User) -> None:
    message = MessageFactory(conversation__owner=alice)
    listed = api.get(f"/api/conversations/{message.conversation_id}/messages/").json()["results"]
    assert listed[0]["run_id"] is None


@pytest.mark.parametrize("query", ["ordering=content", "ordering=", "after=1", "limit=x", "role=user"])
def test_bad_parameters_are_refused(api: Api, alice: User, query: str) -> None:
    conversation = ConversationFactory(owner=alice)
    assert api.get(f"/api/conversations/{conversation.pk}/messages/?{query}").status_code == 400
    if not query.startswith("limit"):
        assert api.get(f"/api/conversations/?{query}").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_three_as_for_one(
    api: Api, alice: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = ConversationFactory(owner=alice)
    for _ in range(count):
        RunFactory(conversation=conversation)
    with django_assert_num_queries(
        4
    ):  # the user, the conversation, its messages with replies' runs, asked runs
        assert len(api.get(f"/api/conversations/{conversation.pk}/messages/").json()["results"]) == 2 * count
    for _ in range(count - 1):
        ConversationFactory(owner=alice)
    with django_assert_num_queries(2):
        assert len(api.get("/api/conversations/").json()["results"]) == count


def test_an_empty_patch_changes_nothing(api: Api, alice: User) -> None:
    conversation = ConversationFactory(owner=alice, title="Groceries")
    assert api.patch(f"/api/conversations/{conversation.pk}/", {}).json()["title"] == "Groceries"
    assert api.patch("/api/auth/me/", {}).json()["time_zone"] == "Europe/Berlin"


@pytest.mark.parametrize("wish", ["json", "yaml", "x"])
def test_a_parameter_named_format_has_no_effect(api: Api, wish: str) -> None:
    assert api.get("/api/auth/me/", {"format": wish}).status_code == 200


def test_a_conversation_that_waits_for_a_decision_says_so_instead_of_being_deleted(
    api: Api, alice: User
) -> None:
    asked = ask_to_delete(alice, "Milk")
    path = f"/api/conversations/{asked.run.conversation_id}/"
    refused = api.delete(path)
    assert refused.status_code == 409
    assert refused.json()["error"] == (
        "The assistant waits for your decision in this chat. Decide or stop it first."
    )
    assert api.post(f"/api/runs/{asked.run.pk}/cancel/").status_code in {200, 202}
    assert api.delete(path).status_code == 204
