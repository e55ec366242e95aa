"""Long texts of a run: what its model has thought, and what its tools returned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.thinking import keep_thinking
from chatbot.domain.journal.tool_calls import Outcome
from chatbot.models import User
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory
from tests.markup import parse

THOUGHT = "\n".join(f"Thought {number}" for number in range(1, 200))


@pytest.fixture
def bobs(alice: User) -> Client:
    client = Client()
    client.force_login(UserFactory.create(username="bob"))
    return client


class Lines(ToolOutput):
    lines: list[str]


def test_thinking_is_folded_with_its_duration(alices: Client, alice: User) -> None:
    scene = begin(alice)
    keep_thinking(scene.claim, 1, "Hm, tasks.", timedelta(seconds=3))
    keep_thinking(scene.claim, 2, "Three.", timedelta(seconds=9))
    run = scene.succeed()

    fold = parse(alices.get(reverse("conversation", args=[run.conversation_id]))).one("[data-thoughts]")

    assert fold.one("summary").text == "Thought for 12 s"
    assert fold.one("[data-excerpt-text]").raw_text == "Hm, tasks.\n\nThree."
    assert "open" not in fold.attributes
    assert fold.all("[data-show-all]") == []


def test_of_long_thinking_the_page_has_the_beginning(alices: Client, bobs: Client, alice: User) -> None:
    scene = begin(alice)
    keep_thinking(scene.claim, 1, THOUGHT, timedelta(seconds=0.3))
    run = scene.succeed()

    fold = parse(alices.get(reverse("conversation", args=[run.conversation_id]))).one("[data-thoughts]")

    assert fold.one("summary").text == "Thought for a moment"
    assert "Thought 1\n" in fold.one("[data-excerpt-text]").raw_text
    assert "Thought 199" not in fold.text
    link = fold.one("[data-show-all]")
    assert link.text == "Show all (2.2 KB)"
    assert alices.get(link["href"]).text == THOUGHT
    assert bobs.get(link["href"]).status_code == 404


def test_of_a_long_result_the_step_has_the_first_lines(alices: Client, bobs: Client, alice: User) -> None:
    scene = begin(alice)
    call = scene.start_tool()
    output = Lines(lines=[f"line {number}" for number in range(1, 200)])
    tool_calls.perform(scene.claim, call, lambda owner, so_far: Outcome(output, "Found lines"))
    run = scene.succeed()

    step = parse(alices.get(reverse("conversation", args=[run.conversation_id]))).one("[data-call-id]")

    assert '"line 1"' in step.one("[data-excerpt-text]").text
    link = step.one("[data-show-all]")
    whole = alices.get(link["href"])
    assert whole["Content-Type"] == "text/plain; charset=utf-8"
    assert '"line 199"' in whole.text
    assert bobs.get(link["href"]).status_code == 404


def test_a_short_result_is_shown_as_a_whole(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.use_tool()
    run = scene.succeed()

    step = parse(alices.get(reverse("conversation", args=[run.conversation_id]))).one("[data-call-id]")

    assert step.one("[data-excerpt-text]").raw_text == '{\n  "count": 3\n}'
    assert step.all("[data-show-all]") == []
