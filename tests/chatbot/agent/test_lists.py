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


async def say_all(chat: Chat, lines: list[tuple[str, str]]) -> None:
    conversation = None
    for message, said in lines:
        run = await chat.ask(message, conversation)
        conversation = run.conversation_id
        assert run.reply.content.split("\n")[0] == said, message


async def test_the_offline_assistant_reads_the_names_of_lists(work: None, chat: Chat) -> None:
    await sync_to_async(add_list)(chat.owner, name="Shopping list")
    await say_all(
        chat,
        [
            ("add milk and eggs to the shopping list", "Added 2 tasks:"),
            ("add slides to my work list", "Added **#3** slides — on the list Work."),
            ("add call mum", "Added **#4** call mum."),
            ("what's on the shopping list?", "You have 2 open tasks on the list Shopping list:"),
            ("show my work list", "You have 1 open task on the list Work:"),
            ("how many tasks are on the household list?", "You have no open tasks on the list Household."),
            ("move #4 to Work", "**#4** call mum is now on the list Work."),
            ("move #4 to the household list", "**#4** call mum is now on the list Household."),
            ("put #4 on the work list", "**#4** call mum is now on the list Work."),
            ("move it to the inbox", "**#4** call mum is now in the inbox."),
            ("undo that", "Undone. Changed back **#4** call mum."),
            ("add tea +Household tomorrow", "Added **#5** tea — tomorrow · on the list Household."),
            ("show my inbox", "You have no open tasks in the inbox."),
            ("move #4 to friday", "**#4** call mum is now due Friday."),
        ],
    )


async def test_the_offline_assistant_reads_the_names_of_lists_in_german(chat: Chat) -> None:
    for name in ("Einkauf", "Arbeit"):
        await sync_to_async(add_list)(chat.owner, name=name)
    chat.owner.language = "de"
    await chat.owner.asave()
    await say_all(
        chat,
        [
            ("setz Milch auf die Einkaufsliste", "Hinzugefügt: **#1** Milch — auf der Liste Einkauf."),
            ("Was ist auf der Liste Einkauf?", "Du hast 1 offene Aufgabe auf der Liste Einkauf:"),
            ("verschiebe 1 auf die Liste Arbeit", "**#1** Milch: jetzt auf der Liste Arbeit."),
        ],
    )
