from __future__ import annotations

import json

import pytest
from django.test import AsyncClient, Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.domain.people import accounts
from chatbot.domain.runs.attempts import LeaseLost, fenced
from chatbot.models import Conversation, Task, User
from chatbot.pages.account import my_data
from tests.chatbot.pages.scenes import begin
from tests.factories import PASSWORD, ConversationFactory, MessageFactory, TaskFactory
from tests.markup import parse


@pytest.mark.parametrize("path", ["/accounts/data/", "/accounts/data/chats/delete/", "/accounts/delete/"])
def test_signed_out_people_are_redirected_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/sign-in/?next={path}"


def test_the_settings_link_there_and_say_how_long_chats_are_kept(alices: Client, settings: Settings) -> None:
    page = parse(alices.get("/accounts/settings/"))
    for name in ("data-download", "chats-delete", "account-delete"):
        assert page.all(f'a[href="{reverse(name)}"]')
    assert "A chat is deleted 90 days after its last message" in page.text

    settings.CONVERSATION_RETENTION_DAYS = 0
    assert "after its last message" not in alices.get("/accounts/settings/").text


@pytest.mark.django_db(transaction=True)
async def test_the_download_is_a_json_file_that_is_sent_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(my_data, "_PIECE", 200)
    zoe = await User.objects.acreate_user("zoë")
    client = AsyncClient()
    await client.aforce_login(zoe)
    for number in range(1, 6):
        await Task.objects.acreate(owner=zoe, number=number, title=f"Tâche {number}")

    response = await client.get("/accounts/data/")

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''lockstep-zo%C3%AB-")
    assert response["Cache-Control"] == "no-store"
    pieces = [piece async for piece in response.streaming_content]  # type: ignore[attr-defined]
    assert len(pieces) > 3
    data = json.loads(b"".join(pieces))
    assert data["account"]["username"] == "zoë"
    assert [task["title"] for task in data["tasks"]] == [f"Tâche {number}" for number in range(1, 6)]


def test_all_chats_are_deleted_after_confirmation(alices: Client, alice: User, charlie: User) -> None:
    for title in ("Groceries", "Holidays"):
        MessageFactory(conversation=ConversationFactory(owner=alice, title=title))
    ConversationFactory(owner=charlie)
    TaskFactory(owner=alice)
    assert "Your 2 chats with all their messages are deleted for good." in (
        alices.get("/accounts/data/chats/delete/").text
    )

    response = alices.post("/accounts/data/chats/delete/", follow=True)

    assert response.redirect_chain == [("/accounts/settings/", 303)]
    assert "Deleted 2 chats." in response.text
    assert [conversation.owner for conversation in Conversation.objects.all()] == [charlie]
    assert Task.objects.count() == 1
    assert "There is no chat to delete" in alices.get("/accounts/data/chats/delete/").text


def test_the_account_is_deleted_with_everything_and_the_browser_signed_out(
    alices: Client, alice: User, charlie: User
) -> None:
    other = Client()
    other.force_login(alice)
    scene = begin(alice)
    TaskFactory(owner=alice)
    assert "with 1 task, 1 chat and everything else" in alices.get("/accounts/delete/").text

    response = alices.post("/accounts/delete/", {"password": PASSWORD}, follow=True)

    assert response.redirect_chain == [("/accounts/sign-in/", 303)]
    assert "Your account and everything in it is deleted." in response.text
    assert list(User.objects.all()) == [charlie]
    assert not Task.objects.exists()
    assert other.get("/")["Location"] == "/accounts/sign-in/?next=/"
    with pytest.raises(LeaseLost), fenced(scene.claim):
        pass
    assert not User.objects.filter(username="alice").exists()


@pytest.mark.parametrize("password", ["", "wrong", f" {PASSWORD}"])
def test_without_the_password_nothing_is_deleted(alices: Client, alice: User, password: str) -> None:
    response = alices.post("/accounts/delete/", {"password": password})

    assert response.status_code == 400
    assert ("That is not your password." if password else "This field is required.") in response.text
    assert parse(response).one("[name=password]").attributes.get("value", "") == ""
    assert User.objects.filter(pk=alice.pk).exists()
    assert alices.get("/").status_code == 200


def test_refusals_are_reported(alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_TRIES", 0)

    response = alices.post("/accounts/delete/", {"password": PASSWORD})

    assert response.status_code == 400
    assert "Something is still being done for you. Stop it, and try again." in response.text
