"""What is left of the day is shown when it becomes scarce, and always in the settings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.domain.journal.usage import Usage, add_to_day
from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.chatbot.pages.scenes import ask, begin
from tests.markup import Element, parse


def shown(client: Client) -> Element:
    return parse(client.get(reverse("chat-new"))).one("[data-allowance]")


def in_settings(client: Client) -> str:
    return parse(client.get(reverse("settings"))).one("#data").text


@pytest.mark.parametrize(("limit", "slack"), [(100, "89"), (13, "11"), (10, "8"), (1, "0")])
def test_the_messages_are_counted(
    alices: Client, alice: User, settings: Settings, limit: int, slack: str
) -> None:
    settings.DAILY_MESSAGE_LIMIT = limit
    ask(alice)
    assert shown(alices)["data-slack"] == slack
    assert f"{limit - 1 or 'No'} message" in in_settings(alices)


def test_the_last_messages_are_shown(alices: Client, alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 20
    texts = []
    for _ in range(20):
        ask(alice)
        texts.append(shown(alices).text)
    assert texts[-4:] == ["", "2 messages left today", "1 message left today", "No message left today"]
    part = parse(alices.get(reverse("allowance"))).one("[data-allowance]")
    assert 0 < int(part["data-wait"]) <= 86_400


def test_the_budget_is_shown_when_it_is_scarce(alices: Client, alice: User, settings: Settings) -> None:
    settings.DAILY_TOKEN_BUDGET = 1_000
    assert "100 % of today’s budget left" in in_settings(alices)
    assert shown(alices).text == ""
    add_to_day(alice.pk, "model", Usage(input=900, output=45))
    assert shown(alices).text == "6 % of today’s budget left"
    settings.DAILY_COST_BUDGET = Decimal("0.10")
    add_to_day(alice.pk, "model", Usage(input=0, output=0, cost=Decimal("0.2")))
    assert "data-wait" in shown(alices).attributes


def test_reading_is_never_limited(alices: Client, alice: User, settings: Settings) -> None:
    run = begin(alice).succeed()
    settings.DAILY_MESSAGE_LIMIT = 1
    api = Api.of(alice)
    assert api.post("/api/chat/", {"message": "Hi"}).status_code == 429
    for path in ("/", f"/c/{run.conversation_id}/", "/chats/?q=open", "/tasks/", f"/runs/{run.pk}/"):
        assert alices.get(path).status_code == 200, path
    for path in ("conversations/", f"conversations/{run.conversation_id}/messages/", "tasks/"):
        assert api.get(f"/api/{path}").status_code == 200, path
