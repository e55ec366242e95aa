"""A person deletes their data during a run: the run stops, without errors."""

from __future__ import annotations

import asyncio
import logging

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.people.accounts import delete_account, delete_conversations
from chatbot.models import Conversation, User
from streaming.testing import another_process
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says

STALLS = says("Once upon", *[" a time"] * 9, stop_after=6, then="stall")
ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("delete", [delete_account, delete_conversations])
async def test_an_answer_that_is_being_streamed_is_aborted(
    configured: Provider, chat: Chat, delete: object, caplog: pytest.LogCaptureFixture
) -> None:
    configured.play(STALLS)
    attempt = await chat.begin(await chat.submit("Tell me a story"))

    await sync_to_async(delete)(chat.owner)  # type: ignore[operator]

    await asyncio.wait_for(attempt, 5)
    assert not await Conversation.objects.aexists()
    assert_quiet(caplog)


@pytest.mark.usefixtures("dead_layer")
async def test_a_process_that_is_not_notified_stops_at_its_next_write(
    configured: Provider, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    configured.play(says("I add it.", delay=1, calls=[ADD]), says("Done."))
    run = await chat.submit("Add milk")
    attempt = asyncio.create_task(chat.execute(run))
    await configured.until_asked()

    with another_process():
        await sync_to_async(delete_account)(chat.owner)

    await asyncio.wait_for(attempt, 10)
    assert not await User.objects.aexists()
    assert_quiet(caplog)


@pytest.mark.usefixtures("dead_layer")
@pytest.mark.parametrize("step", ["_prepare", "recorded_turns"])
async def test_a_run_that_is_deleted_before_it_is_read_is_no_error(
    configured: Provider,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    step: str,
) -> None:
    from chatbot.agent import runner

    taken = getattr(runner, step)

    def delete_first(*arguments: object) -> object:
        with another_process():
            delete_account(chat.owner)
        return taken(*arguments)

    monkeypatch.setattr(runner, step, delete_first)
    configured.play(calls(ADD), says("Done."))

    await asyncio.wait_for(chat.execute(await chat.submit("Add milk")), 10)

    assert not await User.objects.aexists()
    assert_quiet(caplog)
