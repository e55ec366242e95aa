"""A change of many tasks by one message needs approval; smaller ones are done, and undone with one click."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from chatbot.domain.tasks.undo import undo_run
from chatbot.formatting import DateSettings
from chatbot.models import Run, Task, User
from chatbot.tools.common import changing
from tests.chatbot.agent.chat import Chat, outputs
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says

EVERYTHING_URGENT = call("update_tasks", status="pending", new_priority="high")


async def with_tasks(chat: Chat, count: int, **values: Any) -> None:
    await sync_to_async(TaskFactory.create_batch)(count, owner=chat.owner, **values)


async def urgent(chat: Chat) -> list[int]:
    return [
        task.number
        async for task in Task.objects.filter(owner=chat.owner, priority="high").order_by("number")
    ]


async def test_a_change_of_eleven_needs_approval_and_shows_each(endpoint: Provider, chat: Chat) -> None:
    await with_tasks(chat, 11)
    endpoint.play(calls(EVERYTHING_URGENT), says("All urgent."))
    run = await chat.ask("Make everything urgent")
    assert (run.status, await urgent(chat)) == (Run.Status.AWAITING_APPROVAL, [])
    _, asked = (await chat.published(run))[-1]
    assert asked["message"] == "Change 11 tasks?"
    assert [task["change"] for task in asked["result"]["tasks"]] == ["priority medium → high"] * 11
    assert asked["result"]["arguments"]["numbers"] == [*range(1, 12)]
    await sync_to_async(TaskFactory.create)(owner=chat.owner)
    run = await chat.approve(run)
    assert (run.reply.content, await urgent(chat)) == ("All urgent.", [*range(1, 12)])


async def test_a_change_of_ten_needs_no_approval_and_is_undone_at_once(
    configured: Provider, chat: Chat
) -> None:
    await with_tasks(chat, 9)
    await with_tasks(chat, 2, priority="high")
    configured.play(calls(EVERYTHING_URGENT), says("Done."))
    run = await chat.ask("Make everything urgent")
    (updated,) = await chat.tool_calls(run)
    assert updated.message == "Updated 9 tasks; 2 were so already"
    assert await sync_to_async(undo_run)(chat.owner, run.pk) == 9
    assert await urgent(chat) == [10, 11]


async def test_unchecked_tasks_are_unchanged(configured: Provider, chat: Chat) -> None:
    await with_tasks(chat, 12)
    configured.play(calls(EVERYTHING_URGENT), says("Done."))
    run = await chat.ask("Make everything urgent")
    shown = (await chat.published(run))[-1][1]["result"]["arguments"]
    await chat.approve(run, {**shown, "numbers": [2, 3]})
    assert await urgent(chat) == [2, 3]


async def test_declined_changes_change_nothing(configured: Provider, chat: Chat) -> None:
    await with_tasks(chat, 12)
    configured.play(calls(call("complete_all_tasks")), says("Left as they are."))
    await chat.decline(await chat.ask("Complete all"))
    assert await Task.objects.filter(owner=chat.owner, completed_at=None).acount() == 12
    assert outputs(configured.requests[-1]) == [{"declined": "The user declined this. Nothing was changed."}]


async def test_the_eleventh_single_change_of_a_message_needs_approval(
    configured: Provider, chat: Chat
) -> None:
    await with_tasks(chat, 11)
    singles = [call("update_task", f"call_{n}", number=n, priority="high") for n in range(1, 7)]
    done = [call("complete_task", f"call_{n}", number=n, completed=True) for n in range(6, 12)]
    configured.play(calls(*singles), calls(*done), says("Done."))
    run = await chat.ask("One by one")
    assert run.status == Run.Status.AWAITING_APPROVAL
    waiting = await chat.pending(run)
    assert waiting.arguments["number"] == 11
    title = (await chat.tasks())[10]
    assert waiting.message == f"Change #11 {title} too? 10 tasks were changed for this message already."
    assert (await chat.approve(run)).status == Run.Status.SUCCEEDED


@pytest.mark.parametrize("choice", User.AskBefore.values)
async def test_a_person_chooses_what_needs_approval(configured: Provider, chat: Chat, choice: str) -> None:
    await User.objects.filter(pk=chat.owner.pk).aupdate(ask_before=choice)
    await with_tasks(chat, 45)
    configured.play(
        calls(EVERYTHING_URGENT), says("Done."), calls(call("delete_task", number=1)), says("Gone.")
    )
    run = await chat.ask("Make everything urgent")
    is_asked = choice != User.AskBefore.DELETIONS_ONLY
    assert (run.status == Run.Status.AWAITING_APPROVAL) is is_asked
    if is_asked:
        run = await chat.approve(run)
    assert len(await urgent(chat)) == 45
    deleting = await chat.ask("Delete #1", run.conversation_id)
    asks = choice == User.AskBefore.EVERY_DELETION
    assert (deleting.status == Run.Status.AWAITING_APPROVAL) is asks


async def test_the_offline_assistant_shows_a_large_change(chat: Chat) -> None:
    await with_tasks(chat, 9, due_at=timezone.now() + timedelta(days=9))
    tomorrow = (timezone.now().astimezone(chat.owner.tz) + timedelta(days=1)).replace(
        hour=23, minute=59, second=0, microsecond=0
    )
    await with_tasks(chat, 2)
    await with_tasks(chat, 2, due_at=tomorrow)
    run = await chat.ask("Make everything due tomorrow")
    assert run.status == Run.Status.AWAITING_APPROVAL
    assert len((await chat.published(run))[-1][1]["result"]["tasks"]) == 11
    run = await chat.approve(run)
    assert run.reply.content.startswith("Moved 11 tasks")
    marked = await chat.ask("mark all as done", run.conversation_id)
    assert marked.status == Run.Status.AWAITING_APPROVAL
    assert (await chat.decline(marked)).reply.content == "All right, I left your tasks as they are."


@pytest.mark.parametrize(
    ("asked", "action"),
    [
        (call("complete_all_tasks"), "complete"),
        (call("update_tasks", status="pending", completed=True), "complete"),
        (call("update_tasks", status="pending", due_day="2030-01-05"), "move"),
        (call("update_tasks", status="pending", clear_due=True), "change"),
        (call("update_tasks", status="pending", add_tags=["home"], due_day="2030-01-05"), "change"),
        (call("delete_all_tasks", status="all"), "delete"),
    ],
)
async def test_a_card_says_what_approving_it_does(
    configured: Provider, chat: Chat, asked: dict[str, Any], action: str
) -> None:
    await with_tasks(chat, 11, due_at=timezone.now() + timedelta(days=1))
    configured.play(calls(asked))
    _, event = (await chat.published(await chat.ask("Change them")))[-1]
    assert event["result"]["action"] == action


def test_a_field_without_words_of_its_own_is_named_by_its_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(changing._WORDS, "title")
    task, dates = Task(title="Milk"), DateSettings(ZoneInfo("UTC"))
    assert changing.words(changing.becoming(task, {"title": "Oats"}), dates) == "title: Oats"
    assert changing.words(changing.becoming(task, {"title": ""}), dates) == "title: none"
