"""A person chooses the model of a conversation; it answers there from then on."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.domain.errors import Invalid
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Plan, Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says


@pytest.fixture
def thorough(configured: Provider, provider_client: httpx.Client, settings: Settings) -> Provider:
    """The second of two models to choose from; the configured one is the default."""
    other = Provider(provider_client, f"{configured.model}-thorough")
    settings.AGENT_MODELS = (configured.endpoint(AGENT_LABEL="Quick"), other.endpoint(AGENT_LABEL="Thorough"))
    settings.AGENT_ENDPOINT = settings.AGENT_MODELS[0]
    configured.play(*[says("Quickly.")] * 3)
    other.play(*[says("Thoroughly.")] * 3)
    return other


@pytest.fixture
def say(chat: Chat) -> Callable[..., object]:
    async def say(text: str, run: Run | None = None, model: str = "") -> Run:
        conversation_id = run.conversation_id if run else None
        submit = sync_to_async(submit_message)
        asked = await submit(chat.owner, text, conversation_id=conversation_id, model=model)
        await chat.execute(asked)
        return await chat.run(asked)

    return say


async def test_the_chosen_model_answers_from_then_on(
    configured: Provider, thorough: Provider, chat: Chat, say: Callable[..., object]
) -> None:
    first = await say("One")
    second = await say("Two", first, thorough.model)
    third = await say("Three", first)
    elsewhere = await say("Four")
    runs = (first, second, third, elsewhere)
    replies = ["Quickly.", "Thoroughly.", "Thoroughly.", "Quickly."]
    assert [run.reply.content for run in runs] == replies
    assert [run.model for run in runs] == [
        configured.model,
        thorough.model,
        thorough.model,
        configured.model,
    ]
    queued = [data["result"] for kind, data in await chat.published() if kind == "run_queued"]
    assert [result["model"] for result in queued] == ["Quick", "Thorough", "Thorough", "Quick"]


async def test_a_model_that_was_removed_is_replaced_by_the_default(
    configured: Provider, thorough: Provider, say: Callable[..., object], settings: Settings
) -> None:
    first = await say("One", model=thorough.model)
    settings.AGENT_MODELS = settings.AGENT_MODELS[:1]
    assert (await say("Two", first)).reply.content == "Quickly."


async def test_only_offered_models_can_be_chosen(thorough: Provider, say: Callable[..., object]) -> None:
    with pytest.raises(Invalid, match="no such model"):
        await say("One", model="gpt-9")
    assert not await Run.objects.aexists()


async def test_a_plan_from_the_chat_is_carried_out_by_the_model_that_was_chosen_there(
    thorough: Provider, chat: Chat, say: Callable[..., object]
) -> None:
    thorough.play(calls(call("make_plan", goal="Clean the house")), says("It is being planned."))
    await say("Plan it", model=thorough.model)
    planning = await Run.objects.aget(purpose=Run.Purpose.PLANNING)
    assert planning.model == thorough.model


async def test_a_plan_from_a_chat_without_a_choice_follows_the_default(
    configured: Provider, thorough: Provider, chat: Chat, say: Callable[..., object], settings: Settings
) -> None:
    configured.play(calls(call("make_plan", goal="Clean the house")), says("It is being planned."))
    await say("Plan it")
    assert (await Plan.objects.aget()).model == ""
    assert (await Run.objects.aget(purpose=Run.Purpose.PLANNING)).model == configured.model
