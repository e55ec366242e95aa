"""Every run ends whatever the model does, with an error for people, and keeps its text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.agent.endpoint.faults import Fault
from chatbot.agent.endpoint.wire import json_objects
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.attempts import claim, release
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Message, Run
from tests.chatbot.agent.chat import Chat
from tests.factories import UserFactory
from tests.provider.script import Provider, call, calls, says
from tests.services.wait import wait_until

LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)
SLOWLY = says(*["word "] * 10_000, pause=0.02)
THOUGHT = {"reasoning_content": "Hm. "}
CALL = {"tool_calls": [{"id": "call_0", "function": {"name": "list_tasks", "arguments": "{}"}}]}
ARGUMENTS = {"tool_calls": [{"index": 0, "function": {"arguments": " " * 100}}]}


def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n"


async def swept(attempt: asyncio.Task[None]) -> None:
    """Wait for the attempt's end, while the sweeper runs."""
    async with asyncio.timeout(60):
        while not attempt.done():
            await sync_to_async(sweeper.sweep)()
            await asyncio.wait([attempt], timeout=0.1)


async def assert_ended(chat: Chat, run: Run, code: str, *words: str) -> str:
    """Returns the text that was kept."""
    run = await chat.run(run)
    assert (run.status, run.error_code) == (Run.Status.FAILED, code)
    assert run.error.endswith(".")
    assert [word for word in words if word not in run.error] == []
    assert run.reply.state == Message.State.FAILED
    assert (await chat.ending(run))[0] == "run_failed"
    return run.reply.content


async def test_run_ends_at_the_limit_of_its_work(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_LIMIT = 1
    configured.play(SLOWLY)
    run = await chat.submit("Tell me a story")
    await asyncio.wait_for(chat.execute(run), 60)
    text = await assert_ended(chat, run, "too_long", "1 second", "kept")
    assert await chat.streamed(run) == text


async def test_answer_ends_at_its_limit(endpoint: Provider, chat: Chat, settings: Settings) -> None:
    settings.ANSWER_LIMIT = 1_000
    endpoint.play(calls(LIST, text=["a" * 300]), says("b" * 600, "c" * 600, then="stall"), says("Again."))
    run = await chat.ask("Tell me a story")
    text = await assert_ended(chat, run, "answer_too_long", "1,000 characters", "kept")
    assert text == "a" * 300 + "\n\n" + "b" * 600 + "c" * 98
    assert await chat.streamed(run) == text
    assert (await chat.retry(run)).reply.content == "a" * 300 + "\n\nAgain."


async def test_answer_may_be_as_long_as_the_limit(endpoint: Provider, chat: Chat, settings: Settings) -> None:
    settings.ANSWER_LIMIT = 1_000
    endpoint.play(says("a" * 400, "b" * 600))
    assert (await chat.ask("Tell me a story")).status == Run.Status.SUCCEEDED


async def test_keep_alive_comments_are_no_progress(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_TIMEOUT = 1
    configured.play({"raw": [": keep-alive\n\n"] * 10_000, "pause": 0.05})
    run = await chat.submit("Tell me a story")
    await swept(asyncio.create_task(chat.execute(run)))
    assert await assert_ended(chat, run, "timeout", "no progress") == ""


@pytest.mark.parametrize("delta", [THOUGHT, ARGUMENTS])
async def test_hidden_output_is_progress(
    delta: dict[str, Any], configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.RUN_TIMEOUT = 1
    frames = [chunk(THOUGHT), chunk(CALL), *[chunk(delta)] * 40, chunk({"content": "Done."}, "stop")]
    configured.play({"raw": frames, "pause": 0.05}, says("Done."))
    run = await chat.submit("Think")
    await swept(asyncio.create_task(chat.execute(run)))
    assert (await chat.run(run)).status == Run.Status.SUCCEEDED


@pytest.mark.parametrize("delta", [THOUGHT, ARGUMENTS, CALL], ids=["thinking", "arguments", "calls"])
async def test_hidden_output_has_a_limit(
    delta: dict[str, Any], configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.ANSWER_LIMIT = 10_000
    frames = [chunk({"content": "Let me see."}), chunk(CALL), chunk(delta)]
    configured.play({"raw": frames, "then": "flood"})
    run = await chat.submit("Think")
    await asyncio.wait_for(chat.execute(run), 60)
    assert await assert_ended(chat, run, "endless", "kept") == "Let me see."


async def test_calls_of_one_answer_are_limited(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(calls(*[{**LIST, "id": f"call_{at}"} for at in range(200)], text=["I look."]))
    run = await chat.ask("Look")
    assert await assert_ended(chat, run, "too_many_calls", "200", "128") == "I look."
    assert await chat.tool_calls(run) == []


async def test_line_without_an_end_is_refused() -> None:
    async def portions() -> AsyncGenerator[bytes]:
        while True:
            yield b"data: {" + b"x" * 4_000

    with pytest.raises(Fault, match="too long"):
        await anext(json_objects(portions()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_only_running_time_is_counted() -> None:
    run = submit_message(UserFactory.create(), "Add milk")
    for attempt in (1, 2):
        held = claim(run.pk)
        assert held is not None
        wait_until(Run.objects.stalled(timedelta(0)).exists, "time to pass")
        release(held, Run.Status.QUEUED)
        worked = Run.objects.get(pk=run.pk).worked
        assert held.run.worked < worked < timedelta(seconds=10) * attempt
