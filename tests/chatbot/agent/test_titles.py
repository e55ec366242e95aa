"""A cheaper model writes the title after the first answer, once; otherwise the first message is the title."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.agent import titles
from chatbot.agent.titles import title_in
from chatbot.domain.conversations.commands import rename_conversation
from chatbot.domain.conversations.titles import overlooked_titles, take_title
from chatbot.domain.journal.usage import usage_of_conversation
from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.jobs import make_title
from chatbot.models import Conversation, DailyUsage, Run, TitleRequest
from chatbot.models.now import Now
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, refuses, says
from tests.services.wait import wait_until
from tests.subtests import as_subtests

HELLO = "Hello, can you help me clean the house?"
TITLE = says("Cleaning ", "the house")


@pytest.fixture
def titler(configured: Provider, provider_client: httpx.Client, settings: Settings) -> Provider:
    """The model for titles, beside the configured one."""
    titler = Provider(provider_client, f"{configured.model}-titles")
    settings.AGENT_TITLE = titler.endpoint()
    configured.play(*[says("Gladly.")] * 3)
    return titler


async def title_of(run: Run) -> str:
    return (await Conversation.objects.aget(pk=run.conversation_id)).title


async def overlooked() -> list[UUID]:
    return [pk async for pk in overlooked_titles()]


async def make(run: Run) -> None:
    await make_title.func(str(run.conversation_id))


async def test_a_title_is_requested_after_the_first_answer(titler: Provider, chat: Chat) -> None:
    titler.play(TITLE)
    run = await chat.ask(HELLO)
    assert await title_of(run) == HELLO
    await make(run)
    assert await title_of(run) == "Cleaning the house"
    kind, data = (await chat.published())[-1]
    assert (kind, data["conversation_id"]) == ("conversation_updated", str(run.conversation_id))
    assert data["result"]["title"] == "Cleaning the house"
    (request,) = titler.requests
    assert request["max_tokens"] == 1_000
    assert not request.keys() & {"tools", "response_format"}
    shown = request["messages"][-1]["content"]
    assert HELLO in shown
    assert "Gladly." in shown


async def test_a_title_costs_tokens_like_any_answer(titler: Provider, chat: Chat) -> None:
    titler.play(TITLE)
    run = await chat.ask(HELLO)
    await make(run)
    usage = await sync_to_async(usage_of_conversation)(run.conversation)
    assert (usage.input, usage.output) == (22, 14)
    day = await DailyUsage.objects.aget(owner=chat.owner, model=titler.model)
    assert (day.turns, day.input_tokens, day.output_tokens) == (1, 11, 7)


async def test_a_title_is_requested_once(titler: Provider, chat: Chat) -> None:
    titler.play(TITLE, says("Another title"))
    first = await chat.ask(HELLO)
    await asyncio.gather(make(first), make(first))
    second = await chat.ask("And the garden", first.conversation_id)
    await make(second)
    assert await title_of(first) == "Cleaning the house"
    assert len(titler.requests) == 1


async def test_after_an_edit_a_title_is_requested_again(titler: Provider, chat: Chat) -> None:
    titler.play(TITLE, says("Painting the house"))
    run = await chat.ask(HELLO)
    await make(run)
    submit = sync_to_async(submit_message)
    again = await submit(chat.owner, "Can you help me paint it?", edit=Edit(run.trigger_id))
    assert await title_of(run) == "Can you help me paint it?"
    await chat.execute(again)
    await make(again)
    assert await title_of(run) == "Painting the house"
    assert HELLO not in titler.requests[-1]["messages"][-1]["content"]


async def test_no_title_is_requested_after_a_failed_answer(
    titler: Provider, configured: Provider, chat: Chat
) -> None:
    configured.play(refuses(401), says("Gladly."))
    titler.play(TITLE)
    failed = await chat.ask(HELLO)
    await make(failed)
    assert (await title_of(failed), titler.requests) == (HELLO, [])
    await make(await chat.retry(failed))
    assert await title_of(failed) == "Cleaning the house"


@pytest.mark.parametrize("when", ["before the answer", "after the answer", "while the model is asked"])
async def test_the_title_of_a_person_is_kept(when: str, titler: Provider, chat: Chat) -> None:
    async def rename(run: Run) -> None:
        await sync_to_async(rename_conversation)(chat.owner, run.conversation_id, "My own")

    titler.play({**TITLE, "hold": 1})
    run = await chat.submit(HELLO)
    if when == "before the answer":
        await rename(run)
    await chat.execute(run)
    if when == "after the answer":
        await rename(run)
    making = asyncio.create_task(make(run))
    if when == "while the model is asked":
        await asyncio.to_thread(wait_until, lambda: titler.requests, "the request")
        await rename(run)
    titler.release()
    await making
    assert await title_of(run) == "My own"
    assert len(titler.requests) == (1 if when == "while the model is asked" else 0)


FAULTS: dict[str, dict[str, Any]] = {
    "refused": refuses(401),
    "down": refuses(503),
    "cut": says("Clean", stop_after=2, then="cut"),
    "stalled": says("Clean", then="stall", stop_after=2),
    "slow": says("Cleaning", delay=5),
    "empty": says(),
    "nothing but marks": says('"" \n'),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_if_the_model_fails_the_title_is_kept(
    fault: str, titler: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "_SECONDS", 0.4)
    titler.play(FAULTS[fault], TITLE)
    run = await chat.ask(HELLO)
    await make(run)
    await make(run)
    assert (run.status, await title_of(run)) == (Run.Status.SUCCEEDED, HELLO)
    assert len(titler.requests) == 1


async def test_after_a_crash_the_next_process_requests_the_title(titler: Provider, chat: Chat) -> None:
    titler.play(TITLE)
    run = await chat.ask(HELLO)
    assert await sync_to_async(take_title)(run.conversation_id) is not None
    await make(run)  # the lease of the dead one holds
    assert titler.requests == []
    assert await overlooked() == []
    await TitleRequest.objects.aupdate(due_at=Now() - timedelta(seconds=11))
    assert await overlooked() == [run.conversation_id]
    await make(run)
    assert await title_of(run) == "Cleaning the house"


async def test_a_title_is_requested_at_most_twice(titler: Provider, chat: Chat) -> None:
    run = await chat.ask(HELLO)
    for _ in range(2):
        assert await sync_to_async(take_title)(run.conversation_id) is not None
        await TitleRequest.objects.aupdate(due_at=Now() - timedelta(seconds=11))
    assert await overlooked() == []
    assert await sync_to_async(take_title)(run.conversation_id) is None


async def test_with_a_spent_budget_no_title_is_requested(
    titler: Provider, chat: Chat, settings: Settings
) -> None:
    titler.play(TITLE)
    run = await chat.ask(HELLO)
    settings.DAILY_TOKEN_BUDGET = 5
    await make(run)
    assert (await title_of(run), titler.requests) == (HELLO, [])


async def test_without_the_setting_no_title_is_requested(configured: Provider, chat: Chat) -> None:
    configured.play(says("Gladly."))
    run = await chat.ask(HELLO)
    await make(run)
    assert await title_of(run) == HELLO
    assert not await TitleRequest.objects.aexists()


@as_subtests(
    ("text", "title"),
    [
        ("Cleaning the house", "Cleaning the house"),
        ('"Cleaning the house."', "Cleaning the house"),
        ("**Cleaning the house**\n\nIt is about cleaning.", "Cleaning the house"),
        ("\n# Title: Cleaning", "Cleaning"),
        ("Title: “Cleaning”", "Cleaning"),
        ("„Putzen“", "Putzen"),
        ("Why C# is good", "Why C# is good"),
        ("word " * 30, "word " * 11 + "word…"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_title_is_one_line_without_marks_around_it(text: str, title: str) -> None:
    assert title_in(text) == title
