"""Deleting and emailing: what is decided or done outside of the conversation, and reported by the outcome."""

from __future__ import annotations

import pytest

from .memory import Chat, TaskStore


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    chat.store.add("Buy milk", tags=["home"])
    chat.store.add("Write report", priority="high", due_at="2026-11-20T17:00")
    chat.store.add("Meeting with Bob", due_at="2026-11-17T10:00")
    chat.store.add("Meeting with Ann")
    chat.store.add("Pay rent", completed=True)
    return chat


LEFT = {
    "The user declined this. Nothing was changed.": "All right, I left {}.",
    "Nobody approved this in time. Nothing was changed.": "Nobody approved this in time, so I left {}.",
}


@pytest.mark.parametrize(
    ("text", "status", "reply"),
    [
        ("delete all tasks", "all", "Deleted 5 tasks."),
        ("clear completed tasks", "completed", "Deleted 1 completed task."),
        ("delete all open tasks", "pending", "Deleted 4 open tasks."),
    ],
)
async def test_everything_is_deleted_in_one_call(chat: Chat, text: str, status: str, reply: str) -> None:
    assert await chat.say(text) == reply
    assert chat.calls == [("delete_all_tasks", {"status": status})]


async def test_nothing_to_delete_is_reported() -> None:
    assert await Chat().say("delete all completed tasks") == "There were no completed tasks to delete."


async def test_several_tasks_are_deleted_in_one_call(chat: Chat) -> None:
    reply = await chat.say("delete tasks 1, 2 and 9")
    assert chat.calls[-1] == ("delete_tasks", {"numbers": [1, 2]})
    assert reply == "Deleted **#1** Buy milk and **#2** Write report.\n\nThere is no task #9."
    await chat.say("delete task 3, then delete task 4")
    assert chat.calls[-1] == ("delete_tasks", {"numbers": [3, 4]})


@pytest.mark.parametrize("text", ["delete the meeting tasks", "delete meeting with bob and meeting with ann"])
async def test_tasks_found_by_words_are_deleted_in_one_call(chat: Chat, text: str) -> None:
    assert await chat.say(text) == "Deleted **#3** Meeting with Bob and **#4** Meeting with Ann."
    assert chat.calls[-1] == ("delete_tasks", {"numbers": [3, 4]})
    assert await chat.say("delete all overdue tasks") == "There are no such tasks."


async def test_a_single_task_is_deleted_by_its_own_call(chat: Chat) -> None:
    assert await chat.say("delete all #home tasks") == "Deleted **#1** Buy milk."
    assert chat.calls[-1] == ("delete_task", {"number": 1})


@pytest.mark.parametrize("declined", LEFT)
async def test_tasks_that_were_not_approved_are_kept(chat: Chat, declined: str) -> None:
    chat.store.declined = declined
    assert await chat.say("delete all tasks") == LEFT[declined].format("your tasks as they are")
    assert await chat.say("delete all open tasks") == LEFT[declined].format("your open tasks as they are")
    assert await chat.say("delete tasks 1-3") == LEFT[declined].format("your 3 tasks as they are")
    assert len(chat.store.tasks) == 5


async def test_the_reply_reports_what_was_really_deleted(chat: Chat) -> None:
    chat.store.chosen = {1}
    assert await chat.say("delete tasks 1, 2 and 3") == "Deleted 1 of these 3 tasks."
    assert await chat.say("delete all tasks") == "There were no tasks to delete."
    assert await chat.say("delete tasks 2 and 3") == "Deleted none of these 2 tasks."


async def test_a_yes_alone_deletes_nothing(chat: Chat) -> None:
    chat.store.declined = "The user declined this. Nothing was changed."
    await chat.say("delete all tasks")
    chat.store.declined = ""
    assert (await chat.say("yes")).startswith("I'm not sure what the yes is for.")
    assert len(chat.store.tasks) == 5


@pytest.mark.parametrize(("declined", "reply"), list(LEFT.items()))
async def test_a_mail_that_was_not_approved_is_not_sent(chat: Chat, declined: str, reply: str) -> None:
    chat.store.declined = declined
    assert await chat.say("email me my tasks") == reply.replace("left {}", "sent nothing")
    assert chat.store.emails == []


async def test_the_list_is_emailed(chat: Chat) -> None:
    assert await chat.say("email me my tasks") == "Emailed 4 open tasks to a\\*\\*\\*@example.com."
    reply = await chat.say("send me all my tasks by email with a note: for the weekend")
    assert reply == "Emailed 5 tasks to a\\*\\*\\*@example.com."
    assert chat.calls == [("email_tasks", {"status": "all", "note": "for the weekend"})]
    assert chat.store.emails == [None, "for the weekend"]


@pytest.mark.parametrize("text", ["email my tasks to bob@example.com", "email me my #home tasks"])
async def test_nothing_else_is_emailed(chat: Chat, text: str) -> None:
    assert (await chat.say(text)).endswith("I sent nothing.")
    assert chat.store.emails == []


async def test_every_task_of_a_long_list_is_deleted() -> None:
    chat = Chat()
    for index in range(45):
        chat.store.add(f"thing {index}", tags=["old"])
    chat.store.add("new")
    assert await chat.say("delete all #old tasks") == "Deleted 45 tasks."
    assert chat.store.titles() == ["new"]


async def test_numbers_beyond_the_first_page_are_deleted_too() -> None:
    chat = Chat(TaskStore(page=3))
    for index in range(5):
        chat.store.add(f"thing {index}")
    assert await chat.say("delete tasks 4 and 5") == "Deleted **#4** thing 3 and **#5** thing 4."
    assert len(chat.store.tasks) == 3
