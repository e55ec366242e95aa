"""Tools name tasks by their numbers, also those that a task is a subtask of."""

from __future__ import annotations

from asgiref.sync import sync_to_async

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, says


async def test_tools_add_list_and_complete_subtasks(configured: Provider, chat: Chat) -> None:
    both = [{"title": title, "parent": 1} for title in ("Hotel", "Food")]
    configured.play(
        calls(call("add_task", "1", title="Trip")),
        calls(call("add_tasks", "2", tasks=both)),
        calls(call("update_task", "3", number=3, parent=0), call("update_task", "4", number=1, parent=2)),
        calls(call("complete_task", "5", number=2), call("move_task", "8", number=3, before=1)),
        calls(call("list_tasks", "6", numbers=[1]), call("list_tasks", "7", parent=1, status="all")),
        calls(call("list_tasks", "9", sort="mine", status="all")),
        says("Done."),
    )
    run = await chat.ask("Plan my trip")
    assert run.status == "succeeded"
    _trip, _both, food, refused, _hotel, _moved, trip, below, ordered = outputs(configured.requests[-1])
    assert (food["changed"], "parent" in food["task"]) == (["parent"], False)
    assert refused["error"] == "#2 is a subtask itself, so it has none."
    assert (trip["tasks"][0]["subtasks"], trip["tasks"][0]["subtasks_done"]) == (1, 1)
    assert [task["title"] for task in ordered["tasks"]] == ["Food", "Trip", "Hotel"]
    assert [(task["title"], task["parent"]) for task in below["tasks"]] == [("Hotel", 1)]


async def test_a_person_approves_the_deletion_of_all_subtasks_and_what_came_since_is_kept(
    configured: Provider, chat: Chat
) -> None:
    def family() -> None:
        trip = tasks.add_task(chat.owner, title="Trip")
        for title in ("Hotel", "Food"):
            tasks.add_task(chat.owner, title=title, parent=trip)

    await sync_to_async(family)()
    configured.play(calls(call("delete_task", "1", number=1)), says("Kept."))
    run = await chat.ask("Forget the trip")
    assert run.status == "awaiting_approval"
    asked = await chat.pending(run)
    assert [task["title"] for task in (asked.proposal or {})["tasks"]] == ["Trip", "Hotel", "Food"]
    await sync_to_async(tasks.add_task)(chat.owner, title="Maps", parent=1)
    await chat.approve(run)
    assert outputs(configured.requests[-1])[0]["error"] == "It got a subtask since you were asked."
    assert await Task.objects.acount() == 4
