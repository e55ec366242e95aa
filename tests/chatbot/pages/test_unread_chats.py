"""A chat is unread if a run has ended in it, and no tab of the owner has shown that."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.runs.cancel import cancel_run
from chatbot.models import Run, User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.domain.published import types
from tests.chatbot.pages.scenes import ask, begin
from tests.markup import parse


def unread(client: Client) -> list[str]:
    page = parse(client.get(reverse("tasks")))
    return page.texts("#conversations [data-unread] > a")


def test_an_answer_makes_a_chat_unread_until_it_is_opened(alices: Client, alice: User) -> None:
    run = begin(alice, "Is it done?").succeed()
    begin(alice, "And this?").fail()
    assert unread(alices) == ["And this? (new answer)", "Is it done? (new answer)"]
    assert parse(alices.get(reverse("chats"))).texts(".chat-row-badge") == ["New answer"] * 2

    page = parse(alices.get(reverse("conversation", args=[run.conversation_id])))

    assert page.texts("#conversations [data-unread] > a") == ["And this? (new answer)"]
    assert unread(alices) == ["And this? (new answer)"]
    assert types(alice)[-1] == "conversation_read"


def test_a_part_that_a_tab_fetches_does_not_mark_it_read(alices: Client, alice: User) -> None:
    run = begin(alice).succeed()
    alices.get(reverse("conversation", args=[run.conversation_id]), headers={"HX-Request": "true"})
    assert unread(alices)


def test_it_is_marked_read_once_over_rest(alices: Client, alice: User, charlie: User) -> None:
    run = begin(alice).succeed()
    path = f"/api/conversations/{run.conversation_id}/"
    assert Api.of(alice).get(path).json()["is_unread"] is True
    assert Api.of(charlie).post(f"{path}read/").status_code == 404

    for _ in range(2):
        assert Api.of(alice).post(f"{path}read/").status_code == 204

    assert Api.of(alice).get("/api/conversations/").json()["results"][0]["is_unread"] is False
    assert not unread(alices)
    assert types(alice).count("conversation_read") == 1


def test_what_a_person_has_stopped_is_not_unread(alices: Client, alice: User) -> None:
    cancel_run(alice, ask(alice).pk)
    assert not unread(alices)


def test_runs_of_plans_are_never_unread(alice: User) -> None:
    Team(alice).propose()
    assert not Run.objects.unread().exists()


@pytest.mark.parametrize(("greeting", "title"), [("hi", "Buy milk"), ("👋", "Buy milk"), ("Hip!", "Hip!")])
def test_the_title_is_the_first_message_that_says_something(alice: User, greeting: str, title: str) -> None:
    first = ask(alice, greeting)
    ask(alice, "thanks!", first.conversation)
    ask(alice, "Buy milk", first.conversation)
    ask(alice, "Buy bread", first.conversation)
    first.conversation.refresh_from_db()
    assert first.conversation.title == title


def test_a_title_that_the_owner_has_chosen_stays(alice: User) -> None:
    first = ask(alice, "Plan my week")
    path = f"/api/conversations/{first.conversation_id}/"
    Api.of(alice).patch(path, {"title": "Hi"})
    ask(alice, "Buy milk", first.conversation)
    assert Api.of(alice).get(path).json()["title"] == "Hi"
