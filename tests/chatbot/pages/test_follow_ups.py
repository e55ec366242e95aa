"""Suggestions below the last answer, by what was done for it."""

from __future__ import annotations

import asyncio

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chatbot.domain.tasks.undo import undo_run
from chatbot.models import Run, User
from chatbot.pages.chat.follow_ups import FOLLOW_UPS, MOST
from chatbot.tools import TOOLS
from tests.chatbot.offline_assistant.memory import Chat
from tests.chatbot.pages.scenes import Scene, ask, begin
from tests.chatbot.snapshots.cases import use
from tests.markup import parse


def added(owner: User, text: str = "Add milk") -> Scene:
    scene = begin(owner, text)
    use(scene, "add_task", title="Milk")
    return scene


def offered(client: Client, run: Run) -> list[str]:
    page = parse(client.get(reverse("conversation", args=[run.conversation_id])))
    return [button["value"] for button in page.all("[data-follow-up][name=message][form=composer]")]


def test_they_follow_from_the_tools_of_the_last_answer(alices: Client, alice: User) -> None:
    scene = added(alice)
    assert offered(alices, scene.run) == []

    run = scene.succeed("Added.")

    assert offered(alices, run) == ["What is due this week?", "Plan my day"]
    assert offered(alices, added(alice, "what is due this week?").succeed()) == ["Plan my day"]


def test_they_are_gone_with_the_next_message(alices: Client, alice: User) -> None:
    run = added(alice).succeed()

    ask(alice, "Thanks", run.conversation)

    assert offered(alices, run) == []


def test_nothing_follows_from_what_was_undone_or_without_tools(alices: Client, alice: User) -> None:
    assert offered(alices, begin(alice).succeed()) == []
    run = added(alice).succeed()
    undo_run(alice, run.pk)
    assert offered(alices, run) == []


def test_there_are_few_and_for_tools_that_exist() -> None:
    assert all(len(texts) <= MOST for texts in FOLLOW_UPS.values())
    assert FOLLOW_UPS.keys() <= {tool.name for tool in TOOLS}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_offline_assistant_understands_each(language: str) -> None:
    with translation.override(language):
        suggested = {str(text) for texts in FOLLOW_UPS.values() for text in texts}
    for text in suggested:
        chat = Chat(language=language)
        asyncio.run(chat.say("Add milk tomorrow"))
        chat.called.clear()
        reply = asyncio.run(chat.say(text))
        assert chat.called, (text, reply)
