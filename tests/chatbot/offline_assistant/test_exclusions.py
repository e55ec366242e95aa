"""Requests that exclude tasks: excluded tasks are never changed, and unclear exclusions
lead to a question."""

from __future__ import annotations

from copy import deepcopy

import pytest

from .memory import Chat, TaskStore

WRITING = {"add_task", "update_task", "complete_task", "delete_task", "delete_tasks", "update_tasks"}


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    chat.store.add("Buy milk", tags=["home"])
    chat.store.add("Write report", due_at="2026-11-26T17:00")
    chat.store.add("Meeting with Bob", due_at="2026-11-17T10:00")
    chat.store.add("Meeting with Ann", tags=["work"])
    chat.store.add("Pay rent", completed=True)
    chat.store.add("Call the bank", tags=["work"])
    return chat


LEFT_OUT = [
    ("except 1 and 2", {1, 2}),
    ("but 3", {3}),
    ("but not 4", {4}),
    ("except for 6, 2, or 4", {2, 4, 6}),
    ("apart from 3 to 5", {3, 4, 5}),
    ("minus 4-2", {2, 3, 4}),
    ("other than tasks 1, #2 and 4", {1, 2, 4}),
    ("excluding the overdue ones", {3}),
    ("except the report", {2}),
    ("aside from milk and rent", {1, 5}),
    ("with the exception of the work tasks", {4, 6}),
    ("besides those tagged home and 6", {1, 6}),
    ("excluding the meetings", {3, 4}),
    ('except "Call the bank" and "Pay rent"', {5, 6}),
    ("expect 1", {1}),
]
EVERY = {1, 2, 3, 4, 5, 6}
OPEN = EVERY - {5}
VERBS = [
    ("delete all tasks {}", EVERY),
    ("get rid of everything {}", EVERY),
    ("complete everything {}", OPEN),
    ("mark all tasks {} as done", OPEN),
    ("mark all as done {}", OPEN),
    ("move all tasks {} to friday", OPEN),
    ("make everything due tomorrow {}", OPEN),
    ("postpone all {} by 2 weeks", OPEN),
    ("tag everything {} with later", OPEN),
    ("add the tag later to all tasks {}", OPEN),
    ("set all tasks {} to high priority", OPEN),
    ("set the priority of everything {} to low", OPEN),
]


TEN_EACH = [(*VERBS[i], *LEFT_OUT[(i + j) % len(LEFT_OUT)]) for i in range(len(VERBS)) for j in range(10)]


@pytest.mark.parametrize(("request_text", "meant", "left_out", "kept"), TEN_EACH)
async def test_excluded_tasks_are_not_changed(
    chat: Chat, request_text: str, meant: set[int], left_out: str, kept: set[int]
) -> None:
    assert await touched(chat, request_text.format(left_out)) == meant - kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delete 1 to 5 except 3", {1, 2, 4, 5}),
        ("delete tasks 1, 2 and 3 but not 2", {1, 3}),
        ("delete all work tasks except 4", {6}),
        ("delete all work tasks except the overdue ones", {4, 6}),
        ("delete all open tasks other than 3", {1, 2, 4, 6}),
        ("delete all overdue tasks except 3", set()),
        ("delete everything, but keep 1 and 2", {3, 4, 5, 6}),
        ("delete everything save the report", {1, 3, 4, 5, 6}),
        ("delete all tasks. Keep 1 and 2.", {3, 4, 5, 6}),
        ("keep 1 and 2 and delete the rest", {3, 4, 5, 6}),
        ("except for 1 and 2, delete everything", {3, 4, 5, 6}),
        ("delete all tasks (except 3)", {1, 2, 4, 5, 6}),
        ("delete all tasks - not 3", {1, 2, 4, 5, 6}),
        ("delete all other tasks than 1 and 3", {2, 4, 5, 6}),
        ("delete all except:\n- milk\n- rent", {2, 3, 4, 6}),
        ("clear all completed tasks but 5", set()),
        ("leave 1 and 2, mark the others as done", {3, 4, 6}),
        ("mark everything but the report as done", {1, 3, 4, 6}),
        ("mark all done, leave 3 open", {1, 2, 4, 6}),
        ("i finished everything except the report", {1, 3, 4, 6}),
        ("all tasks but 3 are done", {1, 2, 4, 6}),
        ("check all except 3 off", {1, 2, 4, 6}),
        ("complete all tasks except those due today and on 26 november", {1, 3, 4, 6}),
        ("reopen all except 3", {5}),
        ("reopen all except 5", set()),
        ("move all to friday, leave 3 as it is", {1, 2, 4, 6}),
        ("move everything except the call to the bank to friday", {1, 2, 3, 4}),
        ("move all overdue tasks except 3 to tomorrow", set()),
        ("remove the due date of all except 2", {3}),
        ("remove the tag work from all but 4", {6}),
        ("make everything except 2 and 3 urgent", {1, 4, 6}),
        ("prioritize all but 2", {1, 3, 4, 6}),
    ],
)
async def test_exclusion_is_recognized_at_any_position(chat: Chat, text: str, expected: set[int]) -> None:
    assert await touched(chat, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "delete all tasks except one",
        "delete all but two tasks",
        "delete all except 3 work tasks",
        "delete all tasks except 99",
        "delete all tasks except ragnarok",
        "delete everything but milk and ragnarok",
        "delete everything except the meeting",
        "delete all tasks exceppt 1 and 2",
        "delete all tasks bar none",
        "delete the rest",
        "delete all the others",
        "delete milk except 3",
        "delete all except everything",
        "delete everything not tagged home",
        "complete all exceppt rent and milk",
        "mark everything but the meeting as done",
        "complete all but move 3 to friday",
        "complete everything except some",
        "I didn't finish anything except 3",
        "move all tasks except 1",
        "move everything except a few to friday",
        "tag all but the meeting with later",
        "set everything except 42 to high",
        "don't delete anything except 3",
    ],
)
async def test_unclear_exclusion_is_asked_and_nothing_is_done(chat: Chat, text: str) -> None:
    assert await touched(chat, text) == set()
    assert not WRITING & set(chat.called)


async def test_excluded_tasks_are_reported(chat: Chat) -> None:
    reply = await chat.say("complete everything but the meeting with Ann and 6")
    assert reply == (
        "Marked **#3** Meeting with Bob, **#2** Write report and **#1** Buy milk as done.\n\n"
        "I left out **#4** Meeting with Ann and **#6** Call the bank."
    )


async def test_unclear_exclusion_is_answered(chat: Chat) -> None:
    reply = await chat.say("delete everything except the meeting and the report")
    assert reply == (
        "“meeting” may be **#3** Meeting with Bob and **#4** Meeting with Ann.\n\n"
        "So I changed nothing. Which tasks should I leave out? Please name all of them."
    )
    assert await touched(chat, "3 and the report") == EVERY - {2, 3}


async def test_exclusion_from_a_long_list_is_complete_or_asked_about() -> None:
    chat = Chat(TaskStore(page=5, has_pages=False))
    for number in range(1, 13):
        chat.store.add(f"Task {number}", tags=["work"] if number > 4 else [])
    reply = await chat.say("delete tasks 1 to 12 except the work tasks")
    assert "Which tasks should I leave out?" in reply
    assert len(chat.store.tasks) == 12


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("add buy all fruit except bananas", "buy all fruit except bananas"),
        ("remind me to delete all mails except the new ones", "delete all mails except the new ones"),
        ("add everything but the girl", "everything but the girl"),
    ],
)
async def test_new_title_keeps_such_words(chat: Chat, text: str, title: str) -> None:
    await chat.say(text)
    assert chat.store.tasks[-1].title == title


async def test_changed_title_keeps_such_words(chat: Chat) -> None:
    await chat.say("rename task 2 to everything but the girl")
    assert chat.store.get(2).title == "everything but the girl"


async def test_request_after_an_exclusion_is_executed_too(chat: Chat) -> None:
    await chat.say("delete all except 1 and 2 and mark 2 as done")
    assert chat.store.titles() == ["Buy milk", "Write report"]
    assert chat.store.get(2).completed


async def touched(chat: Chat, text: str) -> set[int]:
    """The numbers of the tasks that are changed or deleted after `text`."""
    before = {task.number: task for task in deepcopy(chat.store.tasks)}
    await chat.say(text)
    after = {task.number: task for task in chat.store.tasks}
    return {number for number, task in before.items() if after.get(number) != task}
