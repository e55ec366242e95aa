"""An endpoint that sends without a pause does not slow other runs, and its run can be stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.agent.endpoint.pace import BURST, PORTION, SHARE, paced
from chatbot.models import Message, Run
from tests.chatbot.agent.chat import Chat
from tests.factories import UserFactory
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
# Frames that come before the first piece of text, and that piece.
FRAMES = {"chat": 2, "responses": 4}


@pytest.fixture
def flooding(endpoint: Provider, settings: Settings, request: pytest.FixtureRequest) -> Provider:
    settings.ANSWER_LIMIT = 100_000_000
    frames = FRAMES[request.node.callspec.params["endpoint"]]
    endpoint.play(
        says("word ", stop_after=frames, then="flood", asked="Flood", after=0),
        calls(ADD, after=0),
        says("It is there.", after=1),
    )
    return endpoint


async def test_stop_ends_a_run_whose_endpoint_floods(flooding: Provider, chat: Chat) -> None:
    run = await chat.submit("Flood")
    attempt = await chat.begin(run, written=1_000)
    await chat.stop(run)
    await asyncio.wait_for(attempt, 60)
    run = await chat.run(run)
    assert (run.status, run.reply.state) == (Run.Status.CANCELLED, Message.State.STOPPED)
    assert run.reply.content.startswith("word word ")


async def test_run_beside_one_whose_endpoint_floods_ends(flooding: Provider, chat: Chat) -> None:
    """`python -m benchmarks --part flood` measures how much slower it is."""
    flood = await chat.submit("Flood")
    attempt = await chat.begin(flood, written=1_000)
    async with Chat(await sync_to_async(UserFactory.create)()) as neighbour:
        assert (await neighbour.ask("Add milk")).reply.content == "It is there."
    assert not attempt.done()
    await chat.stop(flood)
    await asyncio.wait_for(attempt, 60)


async def test_answer_that_arrives_at_once_is_read_quickly() -> None:
    async def at_once() -> AsyncGenerator[bytes]:
        yield b"x" * PORTION * 50

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    turns, read, worked, began = 0, b"", 0.0, time.monotonic()
    other = asyncio.create_task(count())
    async for portion in paced(at_once()):
        read += portion
        portion_began = time.monotonic()
        time.sleep(0.001)  # noqa: ASYNC251 - work that blocks the event loop
        worked += time.monotonic() - portion_began
    other.cancel()
    assert read == b"x" * PORTION * 50
    assert time.monotonic() - began > (worked - 2 * BURST) / SHARE
    assert turns > 10
