"""With any deviation of an endpoint, calls are made once, also after a crash and an approval;
the text is correct."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.domain.runs import sweeper
from chatbot.models import Run
from tests.chatbot.agent.boundaries import CrashOnce, attempt
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.deviations import CHAT, MODELS, RESPONSES, deviating, not_streaming
from tests.provider.script import Provider, call, calls, says


def add(title: str, call_id: str) -> dict[str, Any]:
    return call("add_task", call_id, title=title, description=None, priority=None, due_at=None, tags=None)


LIST = call("list_tasks", "call_c", status="all", due=None, tag=None, priority=None)
ANSWERS = (
    calls(
        add("Milk", "call_a"),
        add("Eggs", "call_b"),
        LIST,
    ),
    calls(call("delete_tasks", numbers=[1, 2])),
    says("Two added, ", "two – gone."),
)
REPLY = "Two added, two – gone."


async def ask(chat: Chat) -> Run:
    """A run whose first attempt is killed after its first answer was recorded, and that then
    waits for an approval."""
    run = await chat.submit("Add milk and eggs, then delete both")
    assert await attempt(CrashOnce(run.turns.exists), chat.execute(run))
    await sync_to_async(sweeper.recover)()
    await chat.execute(run)
    assert (await chat.run(run)).status == Run.Status.AWAITING_APPROVAL
    assert await chat.tasks() == ["Milk", "Eggs"]
    return await chat.approve(run)


async def assert_right(chat: Chat, provider: Provider, run: Run) -> None:
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, REPLY)
    assert (await chat.ending(run))[0] == "agent_done"
    made = await chat.tool_calls(run)
    names = ["add_task", "add_task", "list_tasks", "delete_tasks"]
    assert [(made.name, made.status) for made in made] == [(name, "done") for name in names]
    assert await chat.tasks() == []
    assert await chat.streamed(run) == REPLY
    assert len(provider.requests) == 3
    assert [len(outputs(request)) for request in provider.requests] == [0, 3, 4]


@pytest.mark.parametrize("deviation", CHAT)
async def test_chat_completions(deviation: str, configured: Provider, chat: Chat) -> None:
    configured.play(*(deviating(answer, "chat", CHAT[deviation]) for answer in ANSWERS))
    await assert_right(chat, configured, await ask(chat))


@pytest.mark.parametrize("deviation", RESPONSES)
async def test_responses(deviation: str, configured: Provider, chat: Chat, settings: Settings) -> None:
    settings.AGENT_ENDPOINT = configured.endpoint(AGENT_API="responses")
    configured.play(*(deviating(answer, "responses", RESPONSES[deviation]) for answer in ANSWERS))
    await assert_right(chat, configured, await ask(chat))


@pytest.mark.parametrize("way", MODELS)
async def test_deviations_of_models(way: str, endpoint: Provider, chat: Chat) -> None:
    endpoint.play(*(MODELS[way](answer) for answer in ANSWERS))
    await assert_right(chat, endpoint, await ask(chat))


async def test_one_body_although_a_stream_was_requested(
    endpoint: Provider, chat: Chat, settings: Settings
) -> None:
    endpoint.play(*(not_streaming(answer, settings.AGENT_ENDPOINT.api) for answer in ANSWERS))
    await assert_right(chat, endpoint, await ask(chat))
