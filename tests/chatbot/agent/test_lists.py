"""The tools name lists; what most tasks do not have is not shown."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.tasks.lists import add_list
from chatbot.models import Task, User
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, says


@pytest.fixture
async def work(alice: User) -> None:
    for name in ("Work", "Household"):
        await sync_to_async(add_list)(alice, name=name)


async def test_tools_put_tasks_on_lists_by_name(work: None, configured: Provider, chat: Chat) -> None:
    configured.play(
        calls(call("add_task", "1", title="Slides", list="work"), call("add_task", "2", title="Milk")),
        calls(call("update_task", "3", number=2, list="Household")),
        calls(call("list_tasks", "4", list="household"), call("list_tasks", "5", list="inbox")),
        calls(call("update_tasks", "6", numbers=[1, 2], new_list="inbox")),
        calls(call("update_task", "7", number=1, list="Garden")),
        says("Done."),
    )
    run = await chat.ask("Sort my tasks")
    assert run.status == "succeeded"
    slides, milk, moved, home, inbox, back, refused = outputs(configured.requests[-1])
    assert (slides["task"]["list"], "list" in milk["task"], moved["task"]["list"]) == (
        "Work",
        False,
        "Household",
    )
    assert moved["changed"] == ["list"]
    assert [[task["title"] for task in page["tasks"]] for page in (home, inbox)] == [["Milk"], []]
    assert back["count"] == 2
    assert refused["error"] == "There is no list “Garden”. There are: Work, Household."
    assert not await Task.objects.exclude(list=None).aexists()
