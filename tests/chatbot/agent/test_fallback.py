"""The fallback model answers if the first one does not, and only before that one has sent text."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.markup import parse
from tests.provider.script import Provider, call, calls, refuses, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)


@pytest.fixture
def second(configured: Provider, provider_client: httpx.Client, settings: Settings) -> Provider:
    """The fallback of the configured model."""
    stands_in = Provider(provider_client, f"{configured.model}-stand-in")
    settings.AGENT_MODELS = (
        configured.endpoint(AGENT_RETRIES="0", AGENT_LABEL="Quick"),
        stands_in.endpoint(AGENT_LABEL="Thorough"),
    )
    settings.AGENT_ENDPOINT, settings.AGENT_FALLBACK = settings.AGENT_MODELS
    return stands_in


async def models_of(run: Run) -> list[str]:
    return [turn.model async for turn in run.turns.all()]


@pytest.mark.parametrize(
    "failure",
    [refuses(503), refuses(401), refuses(429), refuses(404), says("Hel", stop_after=1, then="cut")],
    ids=["down", "unauthorized", "busy", "unknown", "cut before a word"],
)
async def test_it_answers_from_the_turn_in_which_the_first_fails(
    failure: dict[str, Any], configured: Provider, second: Provider, chat: Chat
) -> None:
    configured.play(calls(ADD), failure)
    second.play(says("Added."))
    run = await chat.ask("Add milk")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Added.")
    assert await chat.tasks() == ["Milk"]
    assert await models_of(run) == [configured.model, second.model]


async def test_it_continues_to_the_end_of_the_run(configured: Provider, second: Provider, chat: Chat) -> None:
    configured.play(refuses(503), says("I am back."))
    second.play(calls(ADD), says("Added."))
    run = await chat.ask("Add milk")
    assert await models_of(run) == [second.model] * 2
    assert (await chat.ask("And?", run.conversation_id)).reply.content == "I am back."


async def test_a_turn_with_text_is_not_passed_to_the_fallback(
    configured: Provider, second: Provider, chat: Chat
) -> None:
    configured.play(says(*(f"{number} " for number in range(50)), stop_after=40, then="cut"))
    second.play(says("Never."))
    run = await chat.ask("Count")
    assert (run.status, run.error_code) == (Run.Status.FAILED, "unreachable")
    assert not second.requests


async def test_the_run_fails_if_neither_answers(configured: Provider, second: Provider, chat: Chat) -> None:
    configured.play(refuses(503))
    second.play(refuses(401))
    assert (await chat.ask("Hi")).error_code == "unauthorized"


async def shown_models(chat: Chat, run: Run) -> list[tuple[str, str]]:
    """The models that the page names at the answers of a conversation: title and text."""
    client = Client()
    await sync_to_async(client.force_login)(chat.owner)
    page = parse(await sync_to_async(client.get)(f"/c/{run.conversation_id}/"))
    return [(model.attributes.get("title", ""), model.text) for model in page.all("[data-model]")]


async def test_an_answer_names_the_fallback_model(configured: Provider, second: Provider, chat: Chat) -> None:
    configured.play(calls(ADD), refuses(503), says("I am back."))
    second.play(says("Added."))
    run = await chat.ask("Add milk")
    assert (await chat.ending(run))[1]["result"] == {
        "response": "Added.",
        "model": "Thorough",
        "instead_of": "Quick",
    }
    back = await chat.ask("And?", run.conversation_id)
    assert (await chat.ending(back))[1]["result"] == {"response": "I am back."}
    assert await shown_models(chat, run) == [
        ("Quick could not answer, so Thorough did.", "Thorough instead of Quick"),
        ("", "Quick"),
    ]


async def test_a_failed_run_names_no_answering_model(
    configured: Provider, second: Provider, chat: Chat
) -> None:
    configured.play(refuses(503))
    second.play(calls(ADD), refuses(401))
    run = await chat.ask("Add milk")
    assert run.status == Run.Status.FAILED
    assert await shown_models(chat, run) == [("", "Quick")]
