"""Kinds of phrases that people type: courtesies, numbered lists in one line, notes."""

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
