"""The next run undoes the changes of the last answer: all of them, once, and only if
nothing has changed since."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.undo import undo_run
from chatbot.models import Run, Task, ToolCall
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, says

UNDO = calls(call("undo_last"))


async def after(chat: Chat, *messages: str) -> list[Run]:
    runs: list[Run] = []
    for message in messages:
        runs.append(await chat.ask(message, runs[0].conversation_id if runs else None))
    return runs


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("add bread and eggs", "Undone. Removed **#2** bread and **#3** eggs."),
        ("complete 1", "Undone. Changed back **#1** Milk."),
        ("rename 1 to Oats", "Undone. Changed back **#1** Milk."),
        ("move 1 to friday", "Undone. Changed back **#1** Milk."),
        ("tag 1 with shop", "Undone. Changed back **#1** Milk."),
    ],
)
async def test_last_answer_is_undone(chat: Chat, message: str, said: str) -> None:
    milk = await sync_to_async(tasks.add_task)(chat.owner, title="Milk")
    before = await Task.objects.values().aget(pk=milk.pk)
    done, undoing = await after(chat, message, "undo that")
    assert undoing.reply.content == said
    assert await chat.tasks() == ["Milk"]
    after_it = await Task.objects.values().aget(pk=milk.pk)
    assert {**after_it, "updated_at": None, "changed_by": None} == {
        **before, "updated_at": None, "changed_by": None,
    }  # fmt: skip
    assert [kind for kind, _ in await chat.published(done)][-1] == "tool_undone"


async def test_deleted_task_is_restored_after_approval(chat: Chat) -> None:
    await sync_to_async(tasks.add_task)(chat.owner, title="Milk")
    run = await chat.ask("delete 1")
    if run.status == Run.Status.AWAITING_APPROVAL:
        run = await chat.approve(run)
    assert await chat.tasks() == []
    undoing = await chat.ask("undo that", run.conversation_id)
    assert undoing.reply.content == "Undone. Restored **#1** Milk."
    assert await chat.tasks() == ["Milk"]


async def test_undoing_again_undoes_the_change_before(chat: Chat) -> None:
    runs = await after(chat, "add milk", "add eggs", "show my tasks", "undo that", "undo that", "undo that")
    assert [run.reply.content for run in runs[3:]] == [
        "Undone. Removed **#2** eggs.",
        "Undone. Removed **#1** milk.",
        "There is nothing in this conversation to undo.",
    ]


async def test_a_change_undone_by_a_button_is_not_undone_again(chat: Chat) -> None:
    first, second = await after(chat, "add milk", "add eggs")
    await sync_to_async(undo_run)(chat.owner, second.pk)
    undoing = await chat.ask("undo that", first.conversation_id)
    assert undoing.reply.content == "Undone. Removed **#1** milk."


async def test_nothing_is_undone_if_a_task_was_changed_since(chat: Chat) -> None:
    [run] = await after(chat, "add milk and eggs")
    eggs = await Task.objects.aget(title="eggs")
    await sync_to_async(tasks.update_task)(chat.owner, eggs.pk, title="Eggs for Ann")
    undoing = await chat.ask("undo that", run.conversation_id)
    assert undoing.reply.content == "#2 'Eggs for Ann' was changed since, so nothing was undone."
    assert await chat.tasks() == ["milk", "Eggs for Ann"]


async def test_other_conversations_and_other_people_are_not_affected(chat: Chat) -> None:
    await chat.ask("add milk")
    elsewhere = await chat.ask("undo that")
    assert elsewhere.reply.content == "There is nothing in this conversation to undo."
    assert await chat.tasks() == ["milk"]


async def test_model_undoes_with_the_tool(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(calls(call("add_task", title="Milk")), says("Added."), UNDO, says("Undone."))
    added, undoing = await after(chat, "Add milk", "Undo that")
    assert outputs(endpoint.requests[-1])[-1] == {
        "count": 1,
        "undone": [{"number": 1, "title": "Milk", "now": "removed"}],
    }
    assert await chat.tasks() == []
    assert (await ToolCall.objects.aget(run=added)).undone_at is not None
    [undone] = await chat.tool_calls(undoing)
    assert (undone.status, undone.message) == (ToolCall.Status.DONE, "Undid the changes of 1 task")


async def test_calls_of_the_same_answer_are_not_undone(configured: Provider, chat: Chat) -> None:
    configured.play(calls(call("add_task", title="Milk")), UNDO, says("Hm."))
    await chat.ask("Add milk, then undo")
    assert outputs(configured.requests[-1])[-1]["error"] == "There is nothing in this conversation to undo."
    assert await chat.tasks() == ["Milk"]
