"""The list of all chats, and the part of it in the sidebar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.models import Conversation, User
from chatbot.pages.chat.chats import CHATS_PER_PAGE
from chatbot.pages.chat.transcript import TURNS_SHOWN
from chatbot.pages.chat_list import CHATS_SHOWN, group_name
from streaming.models import Event
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import ConversationFactory, MessageFactory
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

    assert len(sidebar.all("#conversations li")) == CHATS_SHOWN
    assert sidebar.one(".side-more")["href"] == CHATS


def test_a_sidebar_that_has_all_does_not_link_to_the_list(alices: Client, alice: User) -> None:
    for _ in range(CHATS_SHOWN):
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
    assert page.one("main").text.endswith("No chats yet. Start one")


def test_signed_out_people_sign_in_first(client: Client) -> None:
    assert client.get(CHATS)["Location"].startswith(reverse("sign-in"))


class TestSearch:
    @pytest.fixture(autouse=True)
    def said(self, alice: User) -> None:
        trip = ConversationFactory.create(owner=alice, title="Trip to Lisbon")
        groceries = ConversationFactory.create(owner=alice, title="Groceries")
        MessageFactory.create(
            conversation=groceries, content="Where is the café in **Lisbon** that has cake?"
        )
        MessageFactory.create(conversation=trip, content="Book a <train>")
        other = ConversationFactory.create(title="Bob's Lisbon")
        MessageFactory.create(conversation=other, content="Lisbon")

    def search(self, client: Client, text: str) -> Element:
        return parse(client.get(CHATS, {"q": text}))

    def test_titles_come_before_messages(self, alices: Client) -> None:
        page = self.search(alices, "LISBON")
        first, second = page.texts(".chat-row > a")
        assert first == "Trip to Lisbon"
        assert second.startswith("Groceries")
        assert page.texts(".chat-row mark") == ["Lisbon", "Lisbon"]

    def test_every_word_must_be_in_one_message_or_title(self, alices: Client) -> None:
        page = self.search(alices, "cafe lisbon")
        assert page.texts(".chat-row mark") == ["café", "Lisbon"]
        assert page.one(".chat-row-found").text == "Where is the café in Lisbon that has cake?"
        assert not self.search(alices, "trip cake").all(".chat-row")

    def test_what_was_written_is_not_read_as_html(self, alices: Client) -> None:
        assert self.search(alices, "<train").one(".chat-row-found").text == "Book a <train>"

    def test_nothing_found_leads_back_to_all(self, alices: Client) -> None:
        page = self.search(alices, "<b>zebra")
        assert "No chat has “<b>zebra”." in page.one("main").text
        assert page.one("#chats-found a")["href"] == CHATS

    @pytest.mark.parametrize(("text", "status"), [("x" * 201, 400), ("\ud800", 200), ("  ", 200), ("%", 200)])
    def test_odd_text_is_answered(self, alices: Client, text: str, status: int) -> None:
        address = f"{CHATS}?q={quote(text, errors='surrogatepass')}"
        assert alices.get(address).status_code == status

    def test_a_found_message_is_linked_and_its_words_are_marked(self, alices: Client, alice: User) -> None:
        run = begin(alice, "Remember the zebra").succeed("A **Zebra**, noted.")
        for number in range(TURNS_SHOWN):
            ask(alice, f"Message {number}", run.conversation)
        (link,) = self.search(alices, "zebra").all(".chat-row > a")
        page = parse(alices.get(link["href"]))
        _, _, place = link["href"].partition("#")
        assert page.texts(f"#{place} mark") == ["zebra", "Zebra"]
        entries = parse(alices.get(reverse("palette"), {"q": "zebra"}))
        assert entries.one(f"#go-{run.conversation_id}")["href"] == link["href"]

    def test_a_search_takes_the_same_queries_however_much_is_found(
        self, alices: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        alices.get(CHATS)
        with CaptureQueriesContext(connection) as few:
            self.search(alices, "lisbon")
        for chat in ConversationFactory.create_batch(20, owner=alice, title="Lisbon again"):
            MessageFactory.create(conversation=chat, content="lisbon")
        with django_assert_num_queries(len(few)):
            self.search(alices, "lisbon")


class TestSidebar:
    def groups(self, page: Element) -> dict[str, list[str]]:
        names = page.texts("#conversations h3")
        lists = [part.texts("li > a") for part in page.all("#conversations ul")]
        return dict(zip(names, lists, strict=True))

    def test_chats_are_grouped_by_the_day_of_their_last_message(self, alices: Client, alice: User) -> None:
        now = timezone.now()
        for days in (40, 6, 1, 0):
            moment = now - timedelta(days=days)
            ConversationFactory.create(owner=alice, title=f"{days} days ago", updated_at=moment)
        pinned = ConversationFactory.create(owner=alice, title="Pinned", updated_at=now - timedelta(days=400))

        alices.post(reverse("conversation-pin", args=[pinned.pk]), {"pinned": "yes"})

        assert self.groups(open_page(alices, reverse("tasks"))) == {
            "Pinned": ["Pinned"],
            "Today": ["0 days ago"],
            "Yesterday": ["1 days ago"],
            "Last 7 days": ["6 days ago"],
            "Earlier": ["40 days ago"],
        }

    @pytest.mark.parametrize(("zone", "name"), [("Pacific/Kiritimati", "Yesterday"), ("UTC", "Today")])
    def test_the_days_are_those_of_the_person(self, zone: str, name: str) -> None:
        morning = datetime(2026, 11, 30, 9, tzinfo=UTC)  # 23:00 in Kiritimati
        chat = Conversation(updated_at=morning)
        dates = User(time_zone=zone).date_settings
        assert group_name(chat, morning + timedelta(hours=2), dates) == name

    def test_removing_a_pin_notifies_other_tabs(self, alices: Client, alice: User) -> None:
        chat = ConversationFactory.create(owner=alice, is_pinned=True)
        response = alices.post(reverse("conversation-pin", args=[chat.pk]), {"pinned": ""})
        assert response["Location"] == reverse("conversation", args=[chat.pk])
        chat.refresh_from_db()
        assert not chat.is_pinned
        (event,) = Event.objects.filter(type="conversation_updated")
        assert event.data["result"]["is_pinned"] is False

    def test_others_chats_cannot_be_pinned(self, alices: Client) -> None:
        chat = ConversationFactory.create()
        assert alices.post(reverse("conversation-pin", args=[chat.pk]), {"pinned": "y"}).status_code == 404
        chat.refresh_from_db()
        assert not chat.is_pinned
