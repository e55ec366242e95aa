"""A conversation as a file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.runs.retry import regenerate
from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.models import User
from tests.chatbot.pages.scenes import Scene, ask, begin
from tests.factories import ConversationFactory
from tests.markup import parse


def test_markdown_has_what_was_said_and_done(alices: Client, alice: User) -> None:
    scene = begin(alice, "What is *open*?\n- really?")
    scene.use_tool()
    run = scene.succeed("You have **three**.")

    response = alices.get(reverse("conversation-markdown", args=[run.conversation_id]))

    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="what-is-open-really.md"'
    lines = [line for line in response.text.splitlines() if line]
    assert lines[0] == "# What is *open*? - really?"
    assert lines[1].startswith("## You, ")
    assert lines[2:4] == ["What is *open*?", "- really?"]
    assert lines[4].startswith("## Lockstep, ")
    assert lines[5:] == ["- Found 3 tasks", "You have **three**."]


def test_json_has_messages_runs_and_calls(alices: Client, alice: User) -> None:
    scene = begin(alice, "What is open?")
    scene.use_tool()
    run = scene.succeed("Three.")

    response = alices.get(reverse("conversation-json", args=[run.conversation_id]))

    exported = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="what-is-open.json"'
    assert [said["content"] for said in exported["messages"]] == ["What is open?", "Three."]
    (stored,) = exported["runs"]
    assert [call["tool"] for call in stored["tool_calls"]] == ["list_tasks"]


def test_a_title_without_letters_has_a_file_name(alices: Client, alice: User) -> None:
    chat = ConversationFactory.create(owner=alice, title="😀/../")
    disposition = alices.get(reverse("conversation-json", args=[chat.pk]))["Content-Disposition"]
    assert disposition == 'attachment; filename="chat.json"'


def test_withdrawn_messages_are_left_out(alices: Client, alice: User) -> None:
    first = begin(alice, "First")
    queued = ask(alice, "Never mind", first.run.conversation)
    alices.post(reverse("run-cancel", args=[queued.pk]))
    first.succeed("Done.")

    text = alices.get(reverse("conversation-markdown", args=[first.run.conversation_id])).text

    assert "Never mind" not in text


def test_markdown_has_the_versions_that_are_shown(alices: Client, alice: User) -> None:
    first = begin(alice, "Milk").succeed("Oat or soy?")
    again = Scene.of(regenerate(alice, first.pk)).succeed("Which one?")
    edit = submit_message(alice, "Bread", conversation_id=first.conversation_id, edit=Edit(first.trigger_id))
    Scene.of(edit).succeed("Which bread?")
    address = reverse("conversation-markdown", args=[first.conversation_id])

    def said(**query: str) -> list[str]:
        lines = alices.get(address, query).text.splitlines()
        return [line for line in lines[1:] if line and not line.startswith("##")]

    before = str(edit.trigger.position)
    assert said() == ["Bread", "Which bread?"]
    assert said(before=before) == ["Milk", "Which one?"]
    assert said(before=before, answer=str(first.pk)) == ["Milk", "Oat or soy?"]
    assert said(before=before, answer=str(again.pk)) == ["Milk", "Which one?"]


@pytest.mark.parametrize("name", ["conversation-markdown", "conversation-json"])
def test_others_chats_are_not_found(alices: Client, name: str) -> None:
    assert alices.get(reverse(name, args=[ConversationFactory.create().pk])).status_code == 404


def test_the_page_of_its_name_links_the_files(alices: Client, alice: User) -> None:
    chat = ConversationFactory.create(owner=alice)
    page = parse(alices.get(reverse("conversation-rename", args=[chat.pk])))
    for link in page.all("a[download]"):
        if str(chat.pk) in link["href"]:
            assert alices.get(link["href"]).status_code == 200
