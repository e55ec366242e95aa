"""Starts, estimates, subtasks and the person's own order are set in the chat, and undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, says

ENGLISH = [
    ("#2 starts tomorrow", "**#2** Pay rent starts tomorrow."),
    ("it takes 2 hours", "**#2** Pay rent takes 2 hours."),
    ("make it a subtask of #3", "**#2** Pay rent is a subtask of **#3**."),
    ("add milk ~10 min as a subtask of the groceries", "Added **#4** milk — takes 10 minutes."),
    ("make #3 a subtask of #1", "#3 has subtasks, so it cannot be one."),
    ("move #3 to the top", "Moved **#3** Groceries to the top of your own order."),
    ("move #1 below #3", "Moved **#1** Report below **#3** in your own order."),
    ("move #1 above #9", "There is no such task."),
    ("remove the estimate of #2", "Removed the estimate of **#2** Pay rent."),
    ("#2 can start anytime", "**#2** Pay rent may start any day."),
    ("#2 is no longer a subtask", "**#2** Pay rent is no subtask now."),
    ("move #2 to the bottom", "Moved **#2** Pay rent to the bottom of your own order."),
]
GERMAN = [
    ("2 beginnt morgen", "**#2** Pay rent beginnt morgen."),
    ("schätze 2 auf 30 Minuten", "**#2** Pay rent dauert 30 Minuten."),
    ("mach 2 zur Teilaufgabe von 3", "**#2** Pay rent ist eine Teilaufgabe von **#3**."),
    ("verschiebe 3 nach oben", "**#3** Groceries in deiner eigenen Reihenfolge an den Anfang verschoben."),
    ("setz 1 hinter 3", "**#1** Report in deiner eigenen Reihenfolge hinter **#3** verschoben."),
]


async def say_all(chat: Chat, lines: list[tuple[str, str]]) -> list[Any]:
    """The runs in one conversation, each with its expected answer."""
    runs: list[Any] = []
    for message, said in lines:
        run = await chat.ask(message, runs[-1].conversation_id if runs else None)
        assert run.reply.content == said, message
        runs.append(run)
    return runs


def add_three(owner: User) -> None:
    for title in ("Report", "Pay rent", "Groceries"):
        tasks.add_task(owner, title=title)


def plan(number: int) -> tuple[date | None, int | None, int | None]:
    task = Task.objects.select_related("parent").get(number=number)
    return task.start_on, task.estimate, task.parent.number if task.parent else None


def order() -> list[int]:
    return list(Task.objects.order_by("rank").values_list("number", flat=True))


async def test_tasks_are_planned_in_english(alice: User, chat: Chat) -> None:
    await sync_to_async(add_three)(alice)
    await say_all(chat, ENGLISH)
    assert [await sync_to_async(plan)(number) for number in (2, 4)] == [(None, None, None), (None, 10, 3)]
    assert await sync_to_async(order)() == [3, 1, 4, 2]


async def test_tasks_are_planned_in_german_and_it_is_undone(alice: User, chat: Chat) -> None:
    alice.language = "de"
    await alice.asave()
    await sync_to_async(add_three)(alice)
    runs = await say_all(chat, GERMAN)
    tomorrow = timezone.now().astimezone(alice.tz).date() + timedelta(days=1)
    start, estimate, parent = await sync_to_async(plan)(2)
    assert start is not None
    assert start >= tomorrow - timedelta(days=1)  # midnight may have passed
    assert (estimate, parent) == (30, 3)
    assert await sync_to_async(order)() == [3, 1, 2]
    for _ in GERMAN:
        await chat.ask("rückgängig", runs[-1].conversation_id)
    assert await sync_to_async(plan)(2) == (None, None, None)
    assert await sync_to_async(order)() == [1, 2, 3]


async def test_a_model_plans_many_tasks_at_once_and_undoes_it(
    alice: User, configured: Provider, chat: Chat
) -> None:
    await sync_to_async(add_three)(alice)
    values = {"start_on": "2030-01-07", "estimate": 45, "parent": 3}
    configured.play(
        calls(call("update_tasks", "1", numbers=[1, 2], **values)),
        says("Done."),
        calls(call("undo_last", "2")),
        says("Undone."),
    )
    run = await chat.ask("Plan them")
    assert outputs(configured.requests[-1])[0]["count"] == 2
    assert await sync_to_async(plan)(1) == (date(2030, 1, 7), 45, 3)
    await chat.ask("Undo that", run.conversation_id)
    assert [await sync_to_async(plan)(number) for number in (1, 2)] == [(None, None, None)] * 2


async def test_a_model_takes_starts_and_parents_away(configured: Provider, chat: Chat) -> None:
    configured.play(
        calls(call("add_task", "1", title="Trip")),
        calls(call("add_task", "2", title="Hotel", parent=1, start_on="2030-01-07", estimate=30)),
        calls(call("update_tasks", "3", numbers=[2], clear_start=True, estimate=0, parent=0)),
        calls(call("update_tasks", "4", numbers=[2], parent=9), call("move_task", "5", number=2, to="top")),
        says("Done."),
    )
    await chat.ask("Plan my trip")
    *_, cleared, refused, _moved = outputs(configured.requests[-1])
    assert cleared["count"] == 1
    assert refused["error"] == "There is no such task."
    assert await sync_to_async(plan)(2) == (None, None, None)
    assert await sync_to_async(order)() == [2, 1]
