"""A deleted chat can be restored for a minute; until then nothing shows it, and then it is gone for good."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.conversations.deletion import RESTORABLE_FOR
from chatbot.domain.conversations.titles import give_title
from chatbot.domain.errors import NotFound
from chatbot.domain.history.export import export
from chatbot.domain.people.accounts import delete_account, delete_conversations
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Conversation, Message, Run, TitleRequest, User
from chatbot.models.now import Now
from tests.chatbot.api.client import Api
from tests.chatbot.domain.published import published, types
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import ConversationFactory
from tests.markup import Element, parse


@pytest.fixture
def said(alice: User) -> Run:
    """A run with a tool call, in a chat with a word that is nowhere else."""
    scene = begin(alice, "Where is the zebra?")
    scene.use_tool("call-zebra")
    return scene.succeed()


def delete(client: Client, run: Run) -> None:
    response = client.post(reverse("conversation-delete", args=[run.conversation_id]))
    assert response.status_code == 303


def restore(client: Client, run: Run) -> int:
    return client.post(reverse("conversation-restore", args=[run.conversation_id])).status_code


def let_time_pass() -> None:
    Conversation.objects.deleted().update(deleted_at=Now() - RESTORABLE_FOR - timedelta(seconds=1))


def toasts(client: Client) -> list[Element]:
    return parse(client.get(reverse("tasks"))).all("#deleted-chats form")


def test_nothing_shows_a_deleted_chat(alices: Client, alice: User, said: Run) -> None:
    delete(alices, said)

    ids = (said.conversation_id, said.pk)
    for name, key in (
        ("conversation", ids[0]),
        ("conversation-json", ids[0]),
        ("conversation-item", ids[0]),
        ("turn", said.trigger_id),
        ("run", ids[1]),
    ):
        assert alices.get(reverse(name, args=[key])).status_code == 404, name
    for name, key in (("run-retry", ids[1]), ("run-regenerate", ids[1]), ("call-undo", "call-zebra")):
        assert alices.post(reverse(name, args=[key])).status_code == 404, name
    api = Api.of(alice)
    assert api.get("/api/conversations/").json()["results"] == []
    for path in ("conversations/{0}/", "conversations/{0}/messages/", "runs/{1}/", "runs/{1}/events/"):
        assert api.get(f"/api/{path.format(*ids)}").status_code == 404, path
    assert api.post("/api/chat/", {"message": "Hi", "conversation_id": str(ids[0])}).status_code == 404
    assert "zebra" not in "".join(export(alice))
    for address in (reverse("chats") + "?q=zebra", reverse("palette") + "?q=zebra"):
        assert not parse(alices.get(address)).all(f'a[href^="/c/{ids[0]}"]')
    assert not parse(alices.get(reverse("tasks"))).all("#conversations li")


def test_every_page_says_so_and_restores_it(alices: Client, alice: User, said: Run) -> None:
    delete(alices, said)

    (toast,) = toasts(alices)
    assert toast.text.startswith("Deleted “Where is the zebra?”. You can undo that for a minute.")
    assert 0 < int(toast["data-left"]) <= RESTORABLE_FOR.total_seconds()
    address = toast["action"]
    response = alices.post(address, toast.form_values())

    assert response["Location"] == reverse("conversation", args=[said.conversation_id])
    assert "zebra" in parse(alices.get(response["Location"])).one("[data-log]").text
    assert not toasts(alices)
    assert types(alice)[-3:] == ["conversation_deleted", "conversation_restored", "conversation_read"]
    assert Api.of(alice).get(f"/api/runs/{said.pk}/").status_code == 200


def test_it_is_restored_over_rest(alice: User, charlie: User, said: Run) -> None:
    path = f"/api/conversations/{said.conversation_id}/"
    api = Api.of(alice)
    assert api.post(f"{path}restore/").status_code == 404  # it is not deleted
    api.delete(path)
    assert Api.of(charlie).post(f"{path}restore/").status_code == 404
    assert api.post(f"{path}restore/").json()["title"] == "Where is the zebra?"
    assert api.get(path).status_code == 200


def test_after_a_minute_it_is_deleted_for_good(alices: Client, said: Run) -> None:
    delete(alices, said)
    sweeper.sweep()
    assert Conversation.objects.exists()

    let_time_pass()
    assert not toasts(alices)
    assert restore(alices, said) == 404  # even if the sweep is late

    sweeper.sweep()
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


def test_one_that_is_restored_is_not_swept(alices: Client, said: Run) -> None:
    delete(alices, said)
    assert restore(alices, said) == 303
    sweeper.sweep()
    assert Conversation.objects.chats().exists()


def test_others_neither_see_nor_restore_it(alices: Client, charlie: User, said: Run) -> None:
    delete(alices, said)
    charlies = Client()
    charlies.force_login(charlie)
    assert not toasts(charlies)
    assert restore(charlies, said) == 404


def test_a_message_that_is_sent_again_is_not_found(alices: Client, alice: User) -> None:
    run = submit_message(alice, "Hello", idempotency_key="once")
    Run.objects.update(status=Run.Status.SUCCEEDED)
    delete(alices, run)
    with pytest.raises(NotFound):
        submit_message(alice, "Hello", idempotency_key="once")


def test_the_page_that_shows_it_says_that_it_is_deleted(alices: Client, said: Run) -> None:
    note = reverse("chat-note", args=[said.conversation_id])
    assert parse(alices.get(note)).one("[data-chat-note]")["data-chat-note"] == ""
    delete(alices, said)
    assert parse(alices.get(note)).one("[data-chat-note]")["data-chat-note"] == "deleted"


def test_a_title_that_comes_late_is_not_published(alice: User, alices: Client, said: Run) -> None:
    TitleRequest.objects.create(conversation=said.conversation, due_at=Now())
    delete(alices, said)
    give_title(said.conversation_id, "The zebra", {})
    assert types(alice)[-1] == "conversation_deleted"


def test_deleting_all_chats_and_the_account_deletes_these_too(alices: Client, alice: User) -> None:
    first, second = begin(alice, "One").succeed(), begin(alice, "Two").succeed()
    delete(alices, first)
    assert delete_conversations(alice) == 1
    assert not Conversation.objects.exists()

    third = begin(alice, "Three").succeed()
    delete(alices, third)
    delete_account(alice)
    assert not Conversation.objects.exists()
    assert second.conversation_id != third.conversation_id


def test_deleted_by_the_sweep_is_not_published_again(alices: Client, alice: User, said: Run) -> None:
    delete(alices, said)
    (kind, data) = published(alice)[-1]
    assert (kind, data["result"]["title"]) == ("conversation_deleted", "Where is the zebra?")
    let_time_pass()
    sweeper.sweep()
    assert types(alice).count("conversation_deleted") == 1


class TestArchive:
    def archive(self, client: Client, chat: Conversation, word: str = "yes") -> int:
        address = reverse("conversation-archive", args=[chat.pk])
        return client.post(address, {"archived": word}, headers={"HX-Request": "true"}).status_code

    def test_an_archived_chat_leaves_the_sidebar_and_is_still_found(
        self, alices: Client, alice: User
    ) -> None:
        chat = ConversationFactory.create(owner=alice, title="Zebra")
        assert self.archive(alices, chat) == 204

        page = parse(alices.get(reverse("chats")))
        assert not page.all("#conversations li, .chat-row")
        archive = parse(alices.get(reverse("chats") + "?archived"))
        assert archive.texts(".chat-row > a") == ["Zebra"]
        found = parse(alices.get(reverse("chats") + "?q=zebra"))
        assert found.texts(".chat-row-badge") == ["Archived"]
        assert "archive" in parse(alices.get(reverse("conversation", args=[chat.pk]))).one("main").text
        assert json.loads("".join(export(alice)))["conversations"][0]["is_archived"] is True

        assert self.archive(alices, chat, "") == 204
        assert parse(alices.get(reverse("chats"))).texts(".chat-row > a") == ["Zebra"]
        assert [data["result"]["is_archived"] for _, data in published(alice)] == [True, False]

    def test_a_new_message_takes_it_out(self, alice: User) -> None:
        chat = ConversationFactory.create(owner=alice, is_archived=True)
        ask(alice, "Again", chat)
        chat.refresh_from_db()
        assert not chat.is_archived

    def test_a_chat_in_which_the_agent_is_active_is_not_archived(self, alices: Client, alice: User) -> None:
        chat = begin(alice).run.conversation
        assert self.archive(alices, chat) == 409
        path = f"/api/conversations/{chat.pk}/"
        assert Api.of(alice).patch(path, {"is_archived": True}).status_code == 409

    def test_over_rest(self, alice: User, charlie: User) -> None:
        chat = ConversationFactory.create(owner=alice)
        path = f"/api/conversations/{chat.pk}/"
        assert Api.of(charlie).patch(path, {"is_archived": True}).status_code == 404
        assert Api.of(alice).patch(path, {"is_archived": True}).json()["is_archived"] is True
