"""The list of all chats, and the part of it in the sidebar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatbot.models import User
from chatbot.pages.chat.conversations import CHATS_PER_PAGE
from chatbot.pages.shell import CONVERSATIONS_SHOWN
from tests.chatbot.pages.scenes import begin
from tests.factories import ConversationFactory
from tests.markup import Element, parse

COUNT = CHATS_PER_PAGE + 5
CHATS = reverse("chats")


@pytest.fixture
def many(alice: User) -> list[str]:
    """The titles of more chats than a page has; pairs of them changed at the same time."""
    now = timezone.now()
    for number in range(COUNT):
        changed = now - timedelta(minutes=number // 2)
        ConversationFactory.create(owner=alice, title=f"Chat {number:03}", updated_at=changed)
    return [f"Chat {number:03}" for number in range(COUNT)]


def open_page(client: Client, address: str = CHATS) -> Element:
    return parse(client.get(address))


def titles(page: Element) -> list[str]:
    return [link.text for link in page.all(".chat-row a")]


def test_pages_have_each_chat_once(alices: Client, many: list[str]) -> None:
    first = open_page(alices)
    second = open_page(alices, CHATS + first.one(".pager [rel=next]")["href"])

    assert len(titles(first)) == CHATS_PER_PAGE
    assert sorted(titles(first) + titles(second)) == many
    assert not second.all(".pager [rel=next]")
    assert titles(open_page(alices, CHATS + second.one(".pager [rel=prev]")["href"])) == titles(first)


def test_the_sidebar_has_the_newest_and_links_to_all(alices: Client, many: list[str]) -> None:
    sidebar = open_page(alices, reverse("tasks")).one("#chats")

    assert len(sidebar.all("#conversations li")) == CONVERSATIONS_SHOWN
    assert sidebar.one(".side-more")["href"] == CHATS


def test_a_sidebar_that_has_all_does_not_link_to_the_list(alices: Client, alice: User) -> None:
    for _ in range(CONVERSATIONS_SHOWN):
        ConversationFactory.create(owner=alice)
    assert not open_page(alices, reverse("tasks")).all(".side-more")


def test_a_chat_says_that_the_agent_is_active_in_it(alices: Client, alice: User) -> None:
    begin(alice, "Delete all tasks")
    assert open_page(alices).one(".chat-row-badge").text == "Working"


@pytest.mark.parametrize("cursor", ["", "nonsense", "%00", "a" * 5_000])
def test_an_unusable_cursor_is_the_first_page(alices: Client, many: list[str], cursor: str) -> None:
    response = alices.get(f"{CHATS}?cursor={cursor}")
    if cursor == "%00":
        assert response.status_code == 400
    else:
        assert len(titles(parse(response))) == CHATS_PER_PAGE


def test_others_chats_are_not_shown(alices: Client) -> None:
    ConversationFactory.create(title="Bob's")
    page = open_page(alices)
    assert titles(page) == []
    assert page.one("main").text.endswith("None yet. Start one.")


def test_signed_out_people_sign_in_first(client: Client) -> None:
    assert client.get(CHATS)["Location"].startswith(reverse("sign-in"))
