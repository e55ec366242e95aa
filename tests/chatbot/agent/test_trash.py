"""Deleted tasks are listed and restored in the chat, and lists are added."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatbot.domain.journal.tool_calls import SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Change, Task, TaskList, User
from chatbot.tools.restore_tasks import RestoreTasks, restore_tasks
from tests.chatbot.agent.chat import Chat, outputs
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, says


def add(owner: User, titles: Iterable[str]) -> None:
    for title in titles:
        tasks.add_task(owner, title=title)


async def say_all(chat: Chat, lines: list[tuple[str, str]]) -> None:
    conversation = None
    for message, said in lines:
        run = await chat.ask(message, conversation)
        conversation = run.conversation_id
        assert " ".join(run.reply.content.split()) == said, message


async def test_deleted_tasks_are_listed_and_restored_in_english(alice: User, chat: Chat) -> None:
    await sync_to_async(add)(alice, ["Buy milk", "Call Ann", "Call Bob", "Pay rent"])
    await say_all(
        chat,
        [
            ("what did I delete?", "The trash is empty."),
            ("delete 1", "Deleted **#1** Buy milk."),
            ("what did I delete yesterday?", "You deleted nothing then."),
            (
                "which tasks did I delete today?",
                "The trash has 1 task: - **#1** Buy milk Say “restore #1” to have one back.",
            ),
            ("restore #1", "Restored **#1** Buy milk."),
            ("mark it as done", "Marked **#1** Buy milk as done."),
            ("restore #1", "Reopened **#1** Buy milk."),
            ("delete 4", "Deleted **#4** Pay rent."),
            ("bring it back", "Restored **#4** Pay rent."),
            ("delete 2", "Deleted **#2** Call Ann."),
            ("undelete the call", "Restored **#2** Call Ann."),
            ("restore the dentist", "I couldn't find a task for “dentist”."),
            ("restore 9", "There is no task #9."),
            ("delete 1", "Deleted **#1** Buy milk."),
            ("delete 4", "Deleted **#4** Pay rent."),
            ("restore everything", "Restored 2 tasks. - **#1** Buy milk - **#4** Pay rent"),
            ("delete 4", "Deleted **#4** Pay rent."),
            ("restore the whole trash", "Restored 1 task. - **#4** Pay rent"),
            ("restore all deleted tasks", "The trash is empty."),
            ("undo", "Undone. Removed **#4** Pay rent."),
            ("undo that", "Undone. Restored **#4** Pay rent."),
            ("undo", "Undone. Removed **#1** Buy milk and **#4** Pay rent."),
            ("restore #1", "Restored **#1** Buy milk."),
        ],
    )
    assert await Task.objects.acount() == 3


async def test_deleted_tasks_are_listed_and_restored_in_german(alice: User, chat: Chat) -> None:
    alice.language = "de"
    await alice.asave()
    await sync_to_async(add)(alice, ["Milch kaufen", "Ann anrufen"])
    await say_all(
        chat,
        [
            ("lösche 1", "**#1** Milch kaufen gelöscht."),
            (
                "was habe ich gelöscht?",
                (
                    "Der Papierkorb enthält 1 Aufgabe: - **#1** Milch kaufen "
                    "Schreib „stell #1 wieder her“, um eine zurückzuholen."
                ),
            ),
            ("stell #1 wieder her", "Wiederhergestellt: **#1** Milch kaufen."),
            ("lösche 2", "**#2** Ann anrufen gelöscht."),
            ("hole Ann anrufen zurück", "Wiederhergestellt: **#2** Ann anrufen."),
            ("zeig mir den Papierkorb", "Der Papierkorb ist leer."),
            ("lösche 1", "**#1** Milch kaufen gelöscht."),
            ("stell alles wieder her", "Wiederhergestellt: 1 Aufgabe. - **#1** Milch kaufen"),
            ("alle gelöschten Aufgaben wiederherstellen", "Der Papierkorb ist leer."),
            ("mach das rückgängig", "Rückgängig gemacht. Entfernt: **#1** Milch kaufen."),
            ("erstelle eine neue Liste Einkauf", "Die Liste Einkauf ist angelegt."),
        ],
    )


async def test_lists_are_added_in_words(alice: User, chat: Chat) -> None:
    await say_all(
        chat,
        [
            ("create a list called Groceries", "Added the list Groceries."),
            ("new list: Work & play", "Added the list Work & play."),
            ('make a new list "Garden"', "Added the list Garden."),
            ("add a new list named groceries", "There is a list “Groceries” already."),
            ("add milk to the groceries list", "Added **#1** milk — on the list Groceries."),
        ],
    )
    names = TaskList.objects.of(alice).values_list("name", flat=True)
    assert [name async for name in names] == ["Groceries", "Work & play", "Garden"]


async def test_a_model_lists_restores_and_sorts(alice: User, configured: Provider, chat: Chat) -> None:
    await sync_to_async(add)(alice, ["Milk", "Rye", "Tea"])
    configured.play(
        calls(call("delete_task", "1", number=1), call("delete_task", "2", number=2)),
        says("Deleted."),
        calls(call("list_deleted_tasks", "3", query="milk"), call("restore_tasks", "4", numbers=[1, 2, 7])),
        calls(call("add_list", "5", name="Food", colour="pink"), call("add_list", "6", name="food")),
        calls(call("update_tasks", "7", numbers=[1, 2, 3], repeat="every Monday", new_list="food")),
        calls(call("update_tasks", "8", numbers=[3], repeat="none")),
        says("Done."),
    )
    first = await chat.ask("Delete milk and rye")
    run = await chat.ask("Bring them back", first.conversation_id)
    assert run.status == "succeeded"
    listed, restored, added, refused, repeating, once = outputs(configured.requests[-1])[-6:]
    assert [(each["number"], each["title"]) for each in listed["deleted"]] == [(1, "Milk")]
    assert (restored["count"], restored["missing"]) == (2, [7])
    assert (added["list"], added["colour"]) == ("Food", "pink")
    assert refused["error"] == "There is a list “Food” already."
    assert (repeating["count"], once["count"]) == (3, 1)
    rows = [row async for row in Task.objects.order_by("number").values_list("repeat", "list__name")]
    assert rows == [("FREQ=WEEKLY;BYDAY=MO", "Food"), ("FREQ=WEEKLY;BYDAY=MO", "Food"), ("", "Food")]


@pytest.mark.django_db
def test_many_tasks_are_restored_with_few_statements(alice: User) -> None:
    def statements(count: int) -> int:
        TaskFactory.create_batch(count, owner=alice, tags=["home"])
        numbers = list(Task.objects.values_list("number", flat=True))
        tasks.delete_all(alice, Task.objects.all())
        with CaptureQueriesContext(connection) as queries:
            restore_tasks(alice, RestoreTasks(numbers=numbers), SoFar())
        assert Task.objects.count() == count
        Task.objects.all().delete()
        Change.objects.all().delete()
        return len(queries)

    statements(1)
    assert statements(2) == statements(40)
