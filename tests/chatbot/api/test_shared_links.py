from __future__ import annotations

import pytest
from django.test import Client

from chatbot.domain.conversations.sharing import share_conversation
from chatbot.models import Conversation, SharedLink, User
from tests.chatbot.api.client import Api, problem
from tests.chatbot.pages.scenes import begin


@pytest.fixture
def chat(alice: User) -> Conversation:
    return begin(alice, "What is open?").succeed().conversation


def test_a_link_is_created_listed_and_revoked(api: Api, chat: Conversation) -> None:
    made = api.post(f"/api/conversations/{chat.pk}/links/", {"days": 7})
    assert made.status_code == 201
    link = made.json()
    url = link.pop("url")
    assert (link["conversation_id"], link["shows_name"]) == (str(chat.pk), False)
    assert "What is open?" in Client().get(url).text
    assert api.get("/api/links/").json()["results"] == [link]

    assert api.delete(f"/api/links/{link['id']}/").status_code == 204

    assert Client().get(url).status_code == 404
    assert api.get("/api/links/").json()["results"] == []


@pytest.mark.parametrize("body", [{}, {"days": 2}, {"days": "7"}, {"days": 7, "shows_name": 1}])
def test_other_links_are_refused(body: dict[str, object], api: Api, chat: Conversation) -> None:
    assert api.post(f"/api/conversations/{chat.pk}/links/", body).status_code == 400
    assert not SharedLink.objects.exists()


def test_links_of_others_are_not_found(bobs_api: Api, alice: User, chat: Conversation) -> None:
    link, _ = share_conversation(alice, chat.pk, days=7)
    refused = bobs_api.delete(f"/api/links/{link.pk}/")
    assert (refused.status_code, refused.json()) == (404, problem("not_found", "There is no such link."))
    assert bobs_api.post(f"/api/conversations/{chat.pk}/links/", {"days": 7}).status_code == 404
    assert bobs_api.get("/api/links/").json()["results"] == []
    assert SharedLink.objects.get() == link
