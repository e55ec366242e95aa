"""Starts, estimates, subtasks and the person's own order are set in words, in English and German."""

from __future__ import annotations

from datetime import date

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.answers import understand
from chatbot.offline_assistant.language.commands import (
    Add,
    Change,
    Changes,
    Command,
    Mentioned,
    Numbers,
    Put,
    Reference,
    Words,
)
from tests.subtests import as_subtests

from .reading import NOW, read

TWO, THREE, FOUR = ((Numbers((number,)),) for number in (2, 3, 4))
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)


def in_german(text: str) -> list[Command]:
    with formatted_for(DateSettings(NOW.tzinfo, language="de")):  # type: ignore[arg-type]
        return [*understand(text, [], NOW)]


@as_subtests(
    ("text", "start"),
    [
        ("#3 starts Monday", MONDAY),
        ("start #3 on Monday", MONDAY),
        ("start 3 Monday", MONDAY),
        ("#3 should start on Monday", MONDAY),
        ("#3 can't start before Friday", FRIDAY),
        ("set the start of #3 to Friday", FRIDAY),
        ("let #3 start next week", MONDAY),
        ("don't start #3 before Friday", FRIDAY),
        ("please start task 3 tomorrow", date(2026, 11, 19)),
    ],
)
def test_a_start_is_set(text: str, start: date) -> None:
    assert read(text) == [Change(THREE, Changes(start=start))]


@as_subtests(
    ("text", "start"),
    [
        ("3 beginnt am Montag", MONDAY),
        ("#3 startet Montag", MONDAY),
        ("starte 3 am Montag", MONDAY),
        ("beginne mit 3 nächste Woche", MONDAY),
        ("fang mit 3 erst am Freitag an", FRIDAY),
        ("3 soll am Freitag beginnen", FRIDAY),
        ("setz den Start von 3 auf Freitag", FRIDAY),
    ],
)
def test_a_start_is_set_in_german(text: str, start: date) -> None:
    assert in_german(text) == [Change(THREE, Changes(start=start))]


@as_subtests(
    ("text", "minutes"),
    [
        ("#3 takes 2 hours", 120),
        ("estimate #3 at 30 min", 30),
        ("estimate 2 h for task 3", 120),
        ("#3 will take about an hour", 60),
        ("set the estimate of #3 to 45 minutes", 45),
        ("#3 needs two hours", 120),
        ("allow 90 minutes for #3", 90),
        ("#3 ~2h", 120),
        ("remove the estimate of #3", 0),
    ],
)
def test_an_estimate_is_set(text: str, minutes: int) -> None:
    assert read(text) == [Change(THREE, Changes(estimate=minutes))]


@as_subtests(
    ("text", "minutes"),
    [
        ("3 dauert 2 Stunden", 120),
        ("schätze 3 auf 30 Minuten", 30),
        ("Schätzung für 3: 2 h", 120),
        ("plane für 3 eine halbe Stunde ein", 30),
        ("3 braucht etwa eine Stunde", 60),
        ("setz die Dauer von 3 auf anderthalb Stunden", 90),
        ("entferne die Schätzung von 3", 0),
    ],
)
def test_an_estimate_is_set_in_german(text: str, minutes: int) -> None:
    assert in_german(text) == [Change(THREE, Changes(estimate=minutes))]


@as_subtests(
    ("text", "tasks", "parent"),
    [
        ("make #4 a subtask of #3", FOUR, THREE),
        ("make 4 and 2 subtasks of 3", (Numbers((4, 2)),), THREE),
        ("#4 is part of #3", FOUR, THREE),
        ("put #4 under #3", FOUR, THREE),
        ("make it a subtask of the report", (Mentioned(),), (Words("report"),)),
        ("turn milk into a sub-task of groceries", (Words("milk"),), (Words("groceries"),)),
        ("#4 is no longer a subtask", FOUR, ()),
        ("make #4 its own task", FOUR, ()),
        ("remove #4 from its parent", FOUR, ()),
    ],
)
def test_a_task_becomes_a_subtask(
    text: str, tasks: tuple[Reference, ...], parent: tuple[Reference, ...]
) -> None:
    assert read(text) == [Change(tasks, Changes(parent=parent))]


@as_subtests(
    ("text", "parent"),
    [
        ("mach 4 zur Teilaufgabe von 3", THREE),
        ("4 ist eine Unteraufgabe von 3", THREE),
        ("ordne 4 unter 3 ein", THREE),
        ("4 gehört zu 3", THREE),
        ("mache 4 zu einer Teilaufgabe von Einkauf", (Words("Einkauf"),)),
        ("4 ist keine Teilaufgabe mehr", ()),
        ("mach 4 zu einer eigenen Aufgabe", ()),
        ("entferne 4 aus der übergeordneten Aufgabe", ()),
    ],
)
def test_a_task_becomes_a_subtask_in_german(text: str, parent: tuple[Reference, ...]) -> None:
    assert in_german(text) == [Change(FOUR, Changes(parent=parent))]


@as_subtests(
    ("text", "put"),
    [
        ("move #4 above #2", Put(FOUR, "before", TWO)),
        ("put 4 before 2", Put(FOUR, "before", TWO)),
        ("move #4 right after #2", Put(FOUR, "after", TWO)),
        ("move buy milk below pay rent", Put((Words("buy milk"),), "after", (Words("pay rent"),))),
        ("move #4 to the top", Put(FOUR, "top")),
        ("bring it to the very top of my list", Put((Mentioned(),), "top")),
        ("put #4 first", Put(FOUR, "top")),
        ("move #4 to the end", Put(FOUR, "bottom")),
    ],
)
def test_tasks_are_put_in_order(text: str, put: Put) -> None:
    assert read(text) == [put]


@as_subtests(
    ("text", "put"),
    [
        ("verschiebe 4 über 2", Put(FOUR, "before", TWO)),
        ("setz 4 vor 2", Put(FOUR, "before", TWO)),
        ("schieb 4 hinter 2", Put(FOUR, "after", TWO)),
        ("verschieb Milch unter Miete", Put((Words("Milch"),), "after", (Words("Miete"),))),
        ("verschiebe 4 nach oben", Put(FOUR, "top")),
        ("pack 4 ganz an den Anfang", Put(FOUR, "top")),
        ("4 ans Ende der Liste setzen", Put(FOUR, "bottom")),
    ],
)
def test_tasks_are_put_in_order_in_german(text: str, put: Put) -> None:
    assert in_german(text) == [put]


@as_subtests(
    ("text", "titles"),
    [
        ("add milk as a subtask of #3", ["milk"]),
        ("add milk and eggs as subtasks of #3", ["milk", "eggs"]),
        ("add a subtask to #3: milk", ["milk"]),
        ("add subtask milk to #3", ["milk"]),
        ("new subtask of #3: milk", ["milk"]),
        ("add milk under #3", ["milk"]),
    ],
)
def test_subtasks_are_added(text: str, titles: list[str]) -> None:
    [command] = read(text)
    assert isinstance(command, Add)
    assert ([task.title for task in command.tasks], command.parent) == (titles, THREE)


@as_subtests(
    ("text", "titles"),
    [
        ("füge Milch als Teilaufgabe von 3 hinzu", ["Milch"]),
        ("füge Milch und Eier als Teilaufgaben von 3 hinzu", ["Milch", "Eier"]),
        ("neue Teilaufgabe von 3: Milch", ["Milch"]),
        ("leg eine Unteraufgabe für 3 an: Milch", ["Milch"]),
        ("füge 3 die Teilaufgabe Milch hinzu", ["Milch"]),
        ("Milch als Teilaufgabe von 3 hinzufügen", ["Milch"]),
    ],
)
def test_subtasks_are_added_in_german(text: str, titles: list[str]) -> None:
    [command] = in_german(text)
    assert isinstance(command, Add)
    assert ([task.title for task in command.tasks], command.parent) == (titles, THREE)


@as_subtests(
    "text",
    [
        "start working on #3",
        "the meeting starts at 5",
        "the meeting takes place on monday",
        "this takes forever",
        "start a new list called Work",
        "add start the car on monday",
        "add milk after work",
        "add review part of #3",
        "move #4 before friday",
        "move #4 to friday",
        "put milk on the list",
        "delete #4 from the top of my list",
    ],
)
def test_other_words_plan_nothing(text: str) -> None:
    for command in read(text):
        assert not isinstance(command, Put)
        assert not (isinstance(command, Add) and command.parent)
        if isinstance(command, Change):
            changes = command.changes
            assert (changes.start, changes.estimate, changes.parent) == (None, None, None)


@as_subtests("text", ["das Treffen beginnt um 5", "verschiebe 4 vor Freitag", "lösche 4 von oben"])
def test_other_german_words_plan_nothing(text: str) -> None:
    for command in in_german(text):
        assert not isinstance(command, Put)
        assert not isinstance(command, Change) or command.changes.start is None
