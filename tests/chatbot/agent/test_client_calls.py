"""A call that a client asks for is a run without a model: it happens once, whatever ends its process."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.journal.usage import Usage, add_to_day
from chatbot.domain.runs import sweeper
from chatbot.domain.runs.submit_call import new_call_id, submit_call
from chatbot.domain.tasks.undo import undo_run
from chatbot.models import Conversation, Message, Run, Task, ToolCall
from tests.chatbot.agent.boundaries import Crash, attempt, fewest
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory
from tests.provider.script import Provider, says

CLIENT = "Claude Desktop"


async def submit(chat: Chat, tool: str, key: str = "", client: str = CLIENT, **arguments: Any) -> Run:
    call, title = Call(new_call_id(), tool, arguments), tool.replace("_", " ").capitalize()
    return await sync_to_async(submit_call)(chat.owner, client, call, title, idempotency_key=key)


async def called(chat: Chat, tool: str, **arguments: Any) -> Run:
    run = await submit(chat, tool, **arguments)
    await chat.execute(run)
    return await chat.run(run)


async def crash_and_resume(chat: Chat, boundary: int) -> bool:
    """Whether there is such a boundary."""
    await chat.forget()
    await sync_to_async(TaskFactory.create_batch)(3, owner=chat.owner)
    run = await submit(chat, "complete_all_tasks")
    crashed = await attempt(Crash(boundary), chat.execute(run))
    if crashed:
        await sync_to_async(sweeper.recover)()
        await chat.execute(run)
    run = await chat.run(run)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Marked 3 tasks as complete")
    assert run.reply.state == Message.State.COMPLETE
    assert [(call.position, call.status) for call in await chat.tool_calls(run)] == [(1, "done")]
    assert await run.turns.acount() == 2
    types = await chat.types(run)
    made = [kind for kind in types if kind.startswith("tool_")]
    assert made == ["tool_starting", "tool_progress", "tool_complete"]
    assert (types.count("message_created"), types.count("message_complete")) == (2, 1)
    assert await Task.objects.filter(owner=chat.owner, completed_at=None).acount() == 0
    assert (await chat.ending(run))[0] == "agent_done"
    assert await sync_to_async(undo_run)(chat.owner, run.pk) == 3
    return crashed


async def test_a_crash_at_any_boundary_is_recovered_from(
    configured: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.tools.common.batches.SIZE", 2)
    configured.play(says("No model is asked."))
    boundary = 0
    while await crash_and_resume(chat, boundary):
        boundary += 1
    assert boundary >= await fewest(chat.owner) > 0
    assert configured.requests == []


async def test_three_lost_processes_fail_the_run_which_can_be_retried(chat: Chat) -> None:
    run = await submit(chat, "add_task", title="Milk")
    for boundary in (1, 2, 3):
        assert await attempt(Crash(boundary), chat.execute(run))
        await sync_to_async(sweeper.recover)()
    assert (await chat.ending(run))[0] == "run_failed"
    again = await chat.retry(await chat.run(run))
    assert (again.client, again.reply.content) == (CLIENT, "Created: Milk")
    assert await chat.tasks() == ["Milk"]


async def test_a_retry_of_what_is_done_answers_the_same(chat: Chat) -> None:
    run = await called(chat, "add_task", title="Milk")
    await Run.objects.filter(pk=run.pk).aupdate(status=Run.Status.FAILED)
    again = await chat.retry(run)
    assert (again.reply.content, await chat.tasks()) == ("Created: Milk", ["Milk"])


async def test_a_key_makes_a_call_once(chat: Chat) -> None:
    run = await submit(chat, "add_task", key="k", title="Milk", tags=["home"])
    assert (await submit(chat, "add_task", key="k", tags=["home"], title="Milk")).pk == run.pk
    for other in ({"tool": "add_task", "title": "Bread"}, {"tool": "add_list", "name": "Milk"}):
        with pytest.raises(Conflict, match="used for another request"):
            await submit(chat, key="k", **other)
    assert (await submit(chat, "add_task", title="Milk", tags=["home"])).pk != run.pk
    assert await Run.objects.acount() == 2
    await Conversation.objects.aupdate(deleted_at=timezone.now())
    with pytest.raises(NotFound):
        await submit(chat, "add_task", key="k", title="Milk", tags=["home"])


async def test_a_client_has_a_chat_a_day(chat: Chat) -> None:
    first = await submit(chat, "add_task", title="Milk")
    same = await submit(chat, "add_task", title="Bread")
    other = await submit(chat, "add_task", client="Cursor", title="Eggs")
    assert first.conversation_id == same.conversation_id != other.conversation_id
    yesterday = timezone.now() - timedelta(days=1)
    await Conversation.objects.filter(pk=first.conversation_id).aupdate(created_at=yesterday)
    next_day = await submit(chat, "add_task", title="Tea")
    assert next_day.conversation_id not in {first.conversation_id, other.conversation_id}
    await Conversation.objects.filter(pk=next_day.conversation_id).aupdate(is_archived=True)
    assert (await submit(chat, "add_task", title="Jam")).conversation_id != next_day.conversation_id


async def test_bad_arguments_make_no_run(chat: Chat) -> None:
    for title in ("a\x00b", "\ud800", "x" * 70_000, 10**30):
        with pytest.raises(Invalid):
            await submit(chat, "add_task", title=title)
    assert not await Run.objects.aexists()


async def test_it_costs_no_budget_and_asks_no_model(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.DAILY_TOKEN_BUDGET = 1
    await sync_to_async(add_to_day)(chat.owner.pk, "a model", Usage(input=1))
    chat.owner.daily_message_limit = 0
    await chat.owner.asave()
    configured.play(says("No model is asked."))
    assert (await called(chat, "add_task", title="Milk")).status == Run.Status.SUCCEEDED
    assert configured.requests == []


async def test_a_message_of_the_person_in_that_chat_is_answered_by_the_model(
    configured: Provider, chat: Chat
) -> None:
    run = await called(chat, "add_task", title="Milk")
    configured.play(says("Milk was added by it."))
    asked = await chat.ask("What did it do?", run.conversation_id)
    assert (asked.client, asked.reply.content) == ("", "Milk was added by it.")
    (request,) = configured.requests
    texts = [item["content"] for item in request["messages"] if item["role"] in {"user", "assistant"}]
    assert [text for text in texts if text] == ["Add task: title Milk", "Created: Milk", "What did it do?"]


async def test_it_has_no_other_answer(chat: Chat) -> None:
    run = await called(chat, "add_task", title="Milk")
    with pytest.raises(Conflict, match="no other answer"):
        await chat.regenerate(run)


async def test_an_approval_is_waited_for_and_carried_out(chat: Chat) -> None:
    await sync_to_async(TaskFactory.create_batch)(2, owner=chat.owner)
    run = await called(chat, "delete_all_tasks", status="all")
    assert run.status == Run.Status.AWAITING_APPROVAL
    assert await Task.objects.acount() == 2
    approved = await chat.approve(run)
    assert (approved.reply.content, await Task.objects.acount()) == ("Deleted 2 tasks", 0)
    assert (await ToolCall.objects.aget()).decision == ToolCall.Decision.APPROVED
