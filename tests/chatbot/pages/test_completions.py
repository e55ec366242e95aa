"""Completions of what is being written in the message box."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.models import User
from tests.chatbot.pages.scenes import begin
from tests.markup import Element, parse


def completed(client: Client, text: str, chat: object = "") -> list[Element]:
    response = client.get(reverse("completions"), {"q": text, "chat": str(chat)})
    return parse(response).all("[data-completions] [role=option]")


def names(client: Client, text: str, chat: object = "") -> list[str]:
    return [option.one("b").text for option in completed(client, text, chat)]


def test_commands_are_completed(alices: Client, alice: User) -> None:
    chat = begin(alice).succeed().conversation_id
    assert names(alices, "/", chat) == ["/new", "/search", "/plan", "/undo", "/export", "/help"]
    assert names(alices, "/") == ["/new", "/search", "/plan", "/undo", "/help"]
    assert names(alices, "/N") == ["/new"]
    assert names(alices, "/nothing") == []

    [new] = completed(alices, "/new")
    assert new["href"] == reverse("chat-new")
    [export] = completed(alices, "/export", chat)
    assert alices.get(export["href"]).headers["Content-Disposition"].startswith("attachment")
    [undo] = completed(alices, "/undo")
    assert (undo["form"], undo["name"], undo["value"]) == ("composer", "message", "Undo that")


def test_tasks_are_completed_by_number_and_title_and_tags_by_name(
    alices: Client, alice: User, charlie: User
) -> None:
    for title, tags in (("Call Ann", ["home"]), ("Buy milk", ["home", "shop"]), ("Holidays", [])):
        add_task(alice, title=title, tags=tags)
    add_task(charlie, title="Buy mirrors", tags=["mist"])
    complete_task(alice, alice.tasks.get(title="Call Ann").pk)

    assert names(alices, "#") == ["#2", "#3", "#1", "#home", "#shop"]
    assert names(alices, "#ho") == ["#2", "#3", "#1", "#home"]
    assert names(alices, "#mi") == ["#2"]
    [milk, done] = completed(alices, "#2"), completed(alices, "#call")
    assert milk == []
    assert (done[0]["value"], done[0].one("span").text) == ("#1 ", "Call Ann (done)")
    assert names(alices, "hello") == []
