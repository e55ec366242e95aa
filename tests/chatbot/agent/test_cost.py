"""What a message asks of the database, from the request to the end of its run: two turns, and one tool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from asgiref.sync import sync_to_async

from chatbot.jobs import execute_run
from chatbot.models import Run, User
from tests.chatbot.agent.chat import Chat
from tests.chatbot.api.client import Api
from tests.provider.script import Provider, call, calls, says
from tests.services.database_work import DatabaseWork

TASK = {"description": None, "priority": None, "due_at": None, "tags": None, "even_if_open": None}

type Send = Callable[[str], Awaitable[tuple[int, int]]]


@pytest.fixture
async def send(alice: User) -> Send:
    """Send a message and execute its run; returns how many statements and commits that took."""
    api, work = Api.of(alice), DatabaseWork()
    await sync_to_async(work.watch_opened)()

    async def send(text: str) -> tuple[int, int]:
        statements, commits = work.statements, work.commits
        sent = await sync_to_async(api.post)("/api/chat", {"message": text}, Prefer="respond-async")
        await execute_run.func(sent.json()["run_id"])
        taken = work.statements - statements, work.commits - commits
        run = await Run.objects.aget(pk=sent.json()["run_id"])
        assert (run.status, await run.turns.acount(), await run.tool_calls.acount()) == ("succeeded", 2, 1)
        return taken

    return send


async def test_a_message_to_the_offline_assistant(send: Send, chat: Chat) -> None:
    await send("Add a task to buy milk")  # the first one creates the person's stream and count, too
    assert await send("Add a task to buy rye") == (37, 5)
    assert await chat.tasks() == ["buy milk", "buy rye"]


async def test_a_message_to_an_endpoint(configured: Provider, send: Send, chat: Chat) -> None:
    """The beginning of an answer is stored as soon as it comes; and the person's usage of the day."""
    for title in ("Milk", "Rye"):
        added = calls(call("add_task", title=title, **TASK))
        configured.play(added, says("I have ", "added ", "it.", pause=0.01))
        taken = await send(f"Add {title}")
    assert taken == (46, 6)
    assert await chat.tasks() == ["Milk", "Rye"]
