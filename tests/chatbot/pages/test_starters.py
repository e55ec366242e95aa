"""The suggestions of an empty chat, and the note about the offline assistant."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from chatbot.domain.tasks.commands import add_task, delete_task
from chatbot.models import User
from chatbot.pages.chat.day import Day
from chatbot.pages.chat.starters import WITHOUT_TASKS, starters_of
from chatbot.pages.tasks.rows import panel_of
from chatbot.settings.endpoint import read_endpoint
from tests.chatbot.offline_assistant.memory import Chat
from tests.markup import parse

pytestmark = pytest.mark.django_db


def offered(alices: Client) -> list[str]:
    return values(alices.get("/c/new/"))


def values(response: HttpResponse) -> list[str]:
    starters = parse(response).all("[name=message][formnovalidate][data-starter]")
    return [starter["value"] for starter in starters]


def test_starters_without_tasks_are_not_about_tasks(alices: Client) -> None:
    starters = offered(alices)
    assert starters
    assert not [text for text in starters if re.search(r"my tasks|task \d|overdue|due today", text)]


def test_starters_are_about_the_persons_own_tasks(alices: Client, alice: User) -> None:
    now = timezone.now()
    add_task(alice, title="Milk", due_at=now - timedelta(days=2), tags=["home"])
    add_task(alice, title="Bread", tags=["home", "shop"])
    starters = offered(alices)
    assert starters[:3] == ["Show my overdue tasks", "What should I do first?", "Show my tasks tagged #home"]
    assert len(starters) == 4


def test_starters_change_with_the_tasks(alices: Client, alice: User) -> None:
    task = add_task(alice, title="Milk", due_at=timezone.now() - timedelta(days=2))
    part = parse(alices.get("/c/new/")).one("[data-welcome]")["hx-get"]
    assert "Show my overdue tasks" in values(alices.get(part))

    delete_task(alice, task.pk)

    assert values(alices.get(part)) == list(WITHOUT_TASKS)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_offline_assistant_understands_every_starter(language: str, alice: User) -> None:
    with translation.override(language):
        texts = list(starters_of(panel_of(alice)))
        for fields in ({"title": "Milk", "tags": ["home"]}, {"title": "Bread", "due_at": timezone.now()}):
            add_task(alice, **fields)
            panel = panel_of(alice)
            texts += [*starters_of(panel), *(line.message for line in Day.of(panel).lines if line.message)]
    for text in dict.fromkeys(texts):
        chat = Chat(language=language)
        reply = asyncio.run(chat.say(text))
        assert chat.called or {"en": "You can write", "de": "Du kannst"}[language] in reply, (text, reply)


def test_the_composer_says_that_the_offline_assistant_answers(alices: Client) -> None:
    assert parse(alices.get("/c/new/")).texts('[popovertarget="offline-note"]') == ["Offline assistant"]


def test_the_composer_says_nothing_about_it_with_a_model(alices: Client, settings: Settings) -> None:
    configured = {"AGENT_BASE_URL": "http://127.0.0.1:9/v1", "AGENT_MODEL": "m", "AGENT_API_KEY": "x"}
    settings.AGENT_ENDPOINT = read_endpoint(configured)
    assert "Offline assistant" not in alices.get("/c/new/").text
