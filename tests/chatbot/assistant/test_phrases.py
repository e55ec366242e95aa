"""Kinds of phrases that people type: courtesies, lists in one line, notes, corrections, questions."""

from __future__ import annotations

import pytest

from .memory import Chat


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    for title in ("Write report", "Pay rent", "Call the bank", "Shop"):
        chat.store.add(title)
    return chat


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("hi! add milk pls, thanks :)", "milk"),
        ("add bread, ty. cheers", "bread"),
        ("add bread, cheers!", "bread"),
        ("add milk. thank you so much", "milk"),
        ("add milk plz", "milk"),
        ("hey, add milk, many thanks", "milk"),
        ("could you add milk please? thanks", "milk"),
        ("add milk, thanks in advance", "milk"),
        ("add milk! thx :-)", "milk"),
        ("please add milk, much appreciated", "milk"),
        ("add say cheers", "say cheers"),
        ("add say thanks", "say thanks"),
        ("add write thank you", "write thank you"),
        ("add send thanks to Ann, thanks", "send thanks to Ann"),
        ("add say please please", "say please"),
        ("add draw a smile :)", "draw a smile :)"),
        ("add pay ty", "pay ty"),
    ],
)
async def test_courtesy_is_no_part_of_a_title(chat: Chat, text: str, title: str) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == [title]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Add: 1. wash car 2. buy gas 3. call mom", ["wash car", "buy gas", "call mom"]),
        ("add 1) wash car 2) buy gas", ["wash car", "buy gas"]),
        ("add tasks: 1. wash car, 2. buy gas", ["wash car", "buy gas"]),
        ("add two tasks: 1. wash car; 2. buy gas", ["wash car", "buy gas"]),
        ("create 3 tasks: 1. a 2. b 3. c", ["a", "b", "c"]),
        ("add eight tasks: a; b; c", ["a", "b", "c"]),
        ("add twelve tasks: wash car, buy gas", ["wash car", "buy gas"]),
        ("add seven new tasks: wash car and buy gas", ["wash car", "buy gas"]),
        ("add buy 2. hand books", ["buy 2. hand books"]),
        ("add read chapters 1. and 2.", ["read chapters 1. and 2"]),
        ("add 1. wash car 3. buy gas", ["wash car 3. buy gas"]),
    ],
)
async def test_numbered_list_in_a_line_is_divided(chat: Chat, text: str, titles: list[str]) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == titles


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("add milk to task 4's notes", 4, "milk"),
        ("add milk to 4's notes", 4, "milk"),
        ("add a comment to 2 saying urgent", 2, "urgent"),
        ("add a comment to task 2: ask Bob", 2, "ask Bob"),
        ("append milk to the notes of task 4", 4, "milk"),
        ("put eggs and milk in the notes of #4", 4, "eggs and milk"),
        ("add milk to the description of 4", 4, "milk"),
        ("write ask Bob into task 1's description", 1, "ask Bob"),
        ("add to task 4's notes: milk tomorrow", 4, "milk tomorrow"),
        ("comment on 3: before noon", 3, "before noon"),
        ("add a note to 3 saying before noon", 3, "before noon"),
    ],
)
async def test_note_is_added_to_the_description(chat: Chat, text: str, number: int, note: str) -> None:
    await chat.say(text)
    assert chat.store.get(number).description == note
    assert len(chat.store.tasks) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no, tomorrow", "**#5** Pay the plumber is now due tomorrow."),
        ("no, on friday", "**#5** Pay the plumber is now due Friday."),
        ("sorry, friday at 5pm", "**#5** Pay the plumber is now due Friday at 5 pm."),
        ("I meant tomorrow", "**#5** Pay the plumber is now due tomorrow."),
        ("actually, next week", "**#5** Pay the plumber is now due Monday."),
        ("oops, I meant monday", "**#5** Pay the plumber is now due Monday."),
        ("make it friday", "**#5** Pay the plumber is now due Friday."),
        ("make that friday", "**#5** Pay the plumber is now due Friday."),
        ("no, make it tomorrow at noon", "**#5** Pay the plumber is now due tomorrow at noon."),
        ("wait, 24 december", "**#5** Pay the plumber is now due Thu 24 Dec."),
        ("no", "All right, I've left everything as it is."),
    ],
)
async def test_date_of_the_task_just_added_is_corrected(chat: Chat, text: str, said: str) -> None:
    await chat.say("add Pay the plumber")
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the report isn't due until friday", "**#1** Write report is now due Friday."),
        ("the report is not due before monday", "**#1** Write report is now due Monday."),
        ("task 2 isn't due till 24 december", "**#2** Pay rent is now due Thu 24 Dec."),
        ("rent is due tomorrow", "**#2** Pay rent is now due tomorrow."),
        ("2 is due on friday at 5pm", "**#2** Pay rent is now due Friday at 5 pm."),
        (
            "I have a meeting with Sam tomorrow at 3pm",
            "Added **#5** meeting with Sam — tomorrow at 3 pm.",
        ),
        ("I have a dentist appointment on friday", "Added **#5** dentist appointment — Friday."),
        ("we have an exam on monday at 9", "Added **#5** exam — Monday at 9 am."),
        ("I have my driving test next week", "Added **#5** driving test — Monday."),
        ("we've a call with Bob at 5pm", "Added **#5** call with Bob — today at 5 pm."),
    ],
)
async def test_due_date_in_words_is_understood(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "which one is most urgent?",
        "which task is the most important?",
        "what's most urgent?",
        "what is the most pressing task?",
        "which of my tasks is most important?",
    ],
)
async def test_most_urgent_task_is_named(chat: Chat, text: str) -> None:
    assert (await chat.say(text)).startswith("Next is **#1** Write report.")


@pytest.mark.parametrize(
    "text",
    [
        "show me a table of my tasks",
        "show a list of my tasks",
        "give me an overview of my tasks",
        "print the table of tasks",
        "list a summary of my open tasks",
    ],
)
async def test_list_is_shown_in_whatever_form_it_was_asked_for(chat: Chat, text: str) -> None:
    assert (await chat.say(text)).startswith("You have 4 open tasks:")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("compelte task 1", "complete task 1"),
        ("complte 1 and 2", "complete 1 and 2"),
        ("ad task milk", "add task milk"),
        ("addd milk tomorrow", "add milk tomorrow"),
        ("delte 2", "delete 2"),
        ("deleet task 2", "delete task 2"),
        ("remvoe 2", "remove 2"),
        ("mvoe 3 to friday", "move 3 to friday"),
        ("renmae 3 to buy milk", "rename 3 to buy milk"),
        ("shwo my tasks", "show my tasks"),
        ("postpnoe 2 by a week", "postpone 2 by a week"),
        ("please udpate 2 to friday", "update 2 to friday"),
    ],
)
async def test_misspelt_verb_is_asked_about(chat: Chat, text: str, meant: str) -> None:
    before = chat.store.titles()
    assert await chat.say(text) == f"Did you mean “{meant}”?"
    assert chat.store.titles() == before
    same = Chat()
    for title in before:
        same.store.add(title)
    assert await chat.say("yes") == await same.say(meant)
    assert chat.store.titles() == same.store.titles()


@pytest.mark.parametrize("text", ["the weather is nice", "bank", "sing me a song", "ok", "what is love?"])
async def test_other_words_are_no_misspelt_verbs(chat: Chat, text: str) -> None:
    assert "Did you mean" not in await chat.say(text)


@pytest.mark.parametrize(
    "text",
    ["undo that", "undo", "Undo it!", "scratch that", "take that back", "revert that", "undo the last change",
     "please undo that", "strike that", "undo everything", "undo this please"],
)  # fmt: skip
async def test_undoing_is_left_to_the_buttons_and_said(chat: Chat, text: str) -> None:
    await chat.say("add milk")
    assert "Press “Undo” at the step" in await chat.say(text)
    assert chat.store.titles()[4:] == ["milk"]
