"""What Ctrl-K finds."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks.lists import add_list, update_list
from chatbot.models import Plan, User
from tests.factories import ConversationFactory, MessageFactory, TaskFactory
from tests.markup import Element, parse


@pytest.fixture(autouse=True)
def things(alice: User) -> None:
    TaskFactory.create(owner=alice, title="Book the train to Łódź")
    Plan.objects.create(owner=alice, goal="Plan my trip to Łódź", title="Trip to Łódź")
    chat = ConversationFactory.create(owner=alice, title="Weekend")
    MessageFactory.create(conversation=chat, content="How far is Łódź?")
    ConversationFactory.create(title="Bob's Łódź")
    TaskFactory.create(title="Bob's Łódź")


def found(client: Client, text: str | None = None) -> dict[str, list[str]]:
    page = open_palette(client, text)
    groups = page.all("[role=group]")
    return {group.one(".palette-group").text: group.texts(".palette-text") for group in groups}


def open_palette(client: Client, text: str | None = None) -> Element:
    return parse(client.get(reverse("palette"), {} if text is None else {"q": text}))


def test_before_anything_is_typed_it_has_pages_and_the_latest_chats(alices: Client) -> None:
    assert found(alices) == {
        "Go to": [
            "New chat",
            "All tasks",
            "Board",
            "Calendar",
            "Plans",
            "All chats",
            "Import and export",
            "Settings",
        ],
        "Chats": ["Weekend"],
        "Commands": ["Add a task", "Light or dark", "Keyboard shortcuts", "Sign out"],
    }


def test_everything_of_ones_own_with_the_words_is_found(alices: Client) -> None:
    assert found(alices, " lodz ") == {
        "Tasks": ["Book the train to Łódź"],
        "Chats": ["Weekend"],
        "Plans": ["Trip to Łódź"],
        "Ask": ["Ask the agent: “lodz”"],
    }


def test_pages_are_found_by_name(alices: Client) -> None:
    assert found(alices, "task")["Go to"] == ["All tasks"]
    assert found(alices, "trash")["Go to"] == ["Trash"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("model", "Agent"),
        ("instructions", "Agent"),
        ("reminder", "Email and reminders"),
        ("time zone", "Time and language"),
        ("token", "Personal access tokens"),
        ("password", "Security"),
        ("mcp", "MCP servers"),
        ("csv", "Import and export"),
        ("restore", "Trash"),
    ],
)
def test_pages_and_sections_of_the_settings_are_found_by_what_is_in_them(
    text: str, first: str, alices: Client
) -> None:
    groups = found(alices, text)
    assert [*groups.get("Go to", []), *groups.get("Related", [])][0] == first
    entry = open_palette(alices, text).all("a[role=option]")[0]
    page = parse(alices.get(entry["href"].partition("#")[0]))
    if "#" in entry["href"]:
        assert page.one(f"#{entry['href'].partition('#')[2]} > h2").text == first


def test_commands_are_found_by_name(alices: Client) -> None:
    assert found(alices, "sign")["Commands"] == ["Sign out"]
    command = open_palette(alices, "sign").one("[data-command]")
    assert (command["data-command"], command["id"]) == ("sign-out", "do-sign-out")


def test_lists_are_found_by_name(alices: Client, alice: User) -> None:
    home, old = (add_list(alice, name=name, colour="pink") for name in ("Büro & home", "Old home"))
    update_list(alice, old.pk, is_archived=True)
    assert found(alices)["Lists"] == ["Büro & home"]
    assert found(alices, "buro")["Lists"] == ["Büro & home"]
    [entry] = open_palette(alices, "home buro").all("[data-colour=pink]")
    assert entry["href"] == f"/tasks/?list={home.pk}"
    assert alices.get(entry["href"]).status_code == 200


def test_each_entry_leads_to_a_page(alices: Client) -> None:
    for link in open_palette(alices, "lodz").all("[role=option]"):
        assert alices.get(link["href"]).status_code == 200


def test_what_is_asked_is_in_the_message_box_of_a_new_chat(alices: Client) -> None:
    (link,) = open_palette(alices, 'add "milk" & <eggs>').all("#go-ask")
    assert parse(alices.get(link["href"])).one("#message").text == 'add "milk" & <eggs>'


@pytest.mark.parametrize("text", ["\x00", "x" * 10_000, "%_\\", "\u200b", "<b>"])
def test_odd_text_is_answered(alices: Client, text: str) -> None:
    assert alices.get(reverse("palette"), {"q": text}).status_code in {200, 400}


def test_signed_out_people_sign_in_first(client: Client) -> None:
    assert client.get(reverse("palette")).status_code == 302
