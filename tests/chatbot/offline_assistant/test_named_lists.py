"""Which list a request is about, in English and German: of each task, of a question, of many tasks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.answers import understand
from chatbot.offline_assistant.language.commands import (
    Add,
    Change,
    Changes,
    Command,
    Filter,
    Matching,
    Mentioned,
    Numbers,
    Show,
    Targeted,
)
from chatbot.offline_assistant.language.context import known_lists
from tests.subtests import as_subtests

from .reading import NOW

ENGLISH, GERMAN = ("Work", "Household", "Shopping list"), ("Arbeit", "Einkauf", "Household")


@pytest.fixture(autouse=True)
def lists() -> Iterator[None]:
    with known_lists(ENGLISH):
        yield


def in_german(text: str) -> list[Command]:
    with formatted_for(DateSettings(NOW.tzinfo, language="de")), known_lists(GERMAN):  # type: ignore[arg-type]
        return understand(text, [], NOW)


def added(commands: list[Command]) -> dict[str, str | None]:
    """The list of each task by its title."""
    tasks = [task for command in commands if isinstance(command, Add) for task in command.tasks]
    return {task.title: task.list for task in tasks}


def shown(commands: list[Command]) -> list[Filter]:
    return [command.filter for command in commands if isinstance(command, Show)]


def changed(commands: list[Command]) -> list[tuple[object, str | None]]:
    """The tasks that are meant, by number or by the list on which they are all meant, and their new list."""
    return [
        (
            target.numbers if isinstance(target, Numbers) else getattr(target.filter, "list", None),
            command.changes.list if isinstance(command, Change) else None,
        )
        for command in commands
        if isinstance(command, Targeted)
        for target in command.targets
        if isinstance(target, Numbers | Matching)
    ]


@as_subtests(
    ("text", "lists_by_title"),
    [
        ("add buy milk list:Household", {"buy milk": "Household"}),
        ("add buy milk +household tomorrow", {"buy milk": "Household"}),
        ("add milk and eggs to the shopping list", {"milk": "Shopping list", "eggs": "Shopping list"}),
        ("add slides to my work list and call Bob", {"slides": "Work", "call Bob": None}),
        ("add buy milk and call Bob to the work list", {"buy milk": None, "call Bob": "Work"}),
        (
            "add milk to the household list, eggs to the work list and bread",
            {"milk": "Household", "eggs": "Work", "bread": None},
        ),
        ("add to the work list: slides, notes", {"slides": "Work", "notes": "Work"}),
        ("add two tasks to the work list: slides and notes", {"slides": "Work", "notes": "Work"}),
        (
            "add two tasks to the shopping list: milk, eggs",
            {"milk": "Shopping list", "eggs": "Shopping list"},
        ),
        ("put milk on the household list", {"milk": "Household"}),
        ("remind me to call Bob tomorrow at 9 +Work", {"call Bob": "Work"}),
        ('add slides to the list "Work"', {"slides": "Work"}),
        ('add "talk to the Work list"', {"talk to the Work list": None}),
        ("add write the shopping list", {"write the shopping list": None}),
        ("add milk to my inbox", {"milk": None}),
        ("add milk +Garden", {"milk +Garden": None}),
    ],
)
def test_each_new_task_is_on_the_list_that_is_said_with_it(
    text: str, lists_by_title: dict[str, str | None]
) -> None:
    assert added(understand(text, [], NOW)) == lists_by_title


@as_subtests(
    ("text", "lists_by_title"),
    [
        ("setz Milch auf die Einkaufsliste", {"Milch": "Einkauf"}),
        ("füge Milch +Einkauf morgen hinzu", {"Milch": "Einkauf"}),
        ("füge Milch und Brot zur Einkaufsliste hinzu", {"Milch": "Einkauf", "Brot": "Einkauf"}),
        (
            "füge Milch zur Einkaufsliste und Folien zur Arbeitsliste hinzu",
            {"Milch": "Einkauf", "Folien": "Arbeit"},
        ),
        ("neue Aufgabe: Folien liste:Arbeit", {"Folien": "Arbeit"}),
        ("erinnere mich morgen um 9 an Milch auf der Einkaufsliste", {"Milch": "Einkauf"}),
        ("füge Einkaufsliste schreiben hinzu", {"Einkaufsliste schreiben": None}),
        ("setz Milch auf die Liste", {"Milch": None}),
    ],
)
def test_german_tasks_are_on_the_list_that_is_said_with_them(
    text: str, lists_by_title: dict[str, str | None]
) -> None:
    assert added(in_german(text)) == lists_by_title


def test_a_request_after_the_list_is_one_of_its_own() -> None:
    commands = understand("add call Bob to the Work list, then show my tasks", [], NOW)
    assert (added(commands), shown(commands)) == ({"call Bob": "Work"}, [Filter()])
    commands = in_german("füge Milch zur Einkaufsliste hinzu und zeig meine Aufgaben")
    assert (added(commands), shown(commands)) == ({"Milch": "Einkauf"}, [Filter()])


@as_subtests(
    ("text", "wanted"),
    [
        ("show overdue tasks on the work list", Filter("overdue", list="Work")),
        ("what is due tomorrow on the work list?", Filter(due="tomorrow", list="Work")),
        ("show my inbox", Filter(list="inbox")),
    ],
)
def test_the_tasks_of_a_list_are_shown(text: str, wanted: Filter) -> None:
    assert shown(understand(text, [], NOW)) == [wanted]


@as_subtests(
    ("text", "wanted"),
    [
        ("Was ist auf der Liste Household?", Filter(list="Household")),
        ("was habe ich noch auf der Einkaufsliste?", Filter(list="Einkauf")),
        ("zeig mir die Arbeitsliste", Filter(list="Arbeit")),
        ("welche Aufgaben sind auf der Arbeitsliste?", Filter(list="Arbeit")),
        ("was ist morgen auf der Arbeitsliste fällig?", Filter(due="tomorrow", list="Arbeit")),
        ("was ist im Eingang?", Filter(list="inbox")),
    ],
)
def test_the_tasks_of_a_list_are_shown_in_german(text: str, wanted: Filter) -> None:
    assert shown(in_german(text)) == [wanted]


@as_subtests(
    ("text", "changes"),
    [
        ("move 3 and 4 to Work and add milk", [((3, 4), "Work")]),
        ("complete all tasks on the work list", [("Work", None)]),
        ("delete everything on the household list except 3", [("Household", None)]),
        ("move all tasks from the work list to the household list", [("Work", "Household")]),
        ("delete the work list", []),
    ],
)
def test_tasks_of_a_list_are_changed_together_and_moved(
    text: str, changes: list[tuple[object, str | None]]
) -> None:
    assert changed(understand(text, [], NOW)) == changes


@as_subtests(
    ("text", "changes"),
    [
        ("setz 4 auf die Arbeitsliste", [((4,), "Arbeit")]),
        ("leg 4 in die Arbeitsliste", [((4,), "Arbeit")]),
        ("4 gehört auf die Liste Arbeit", [((4,), "Arbeit")]),
        ("verschiebe 1 in den Eingang", [((1,), "inbox")]),
        ("erledige alles auf der Arbeitsliste", [("Arbeit", None)]),
        ("lösche die Arbeitsliste", []),
        ("benenne 3 in Einkaufsliste um", [((3,), None)]),
    ],
)
def test_tasks_of_a_list_are_changed_and_moved_in_german(
    text: str, changes: list[tuple[object, str | None]]
) -> None:
    assert changed(in_german(text)) == changes


@as_subtests(
    "text",
    [
        "put #4 on the list Garden",
        "put 3 and 4 on my list",
        "put it on the list Garden",
        "put #4 on the list",
    ],
)
def test_tasks_that_there_are_are_not_added_for_an_unknown_list(text: str) -> None:
    assert not added(understand(text, [], NOW))


def test_what_begins_with_a_number_is_added_to_the_list() -> None:
    assert added(understand("put 2 eggs on my list", [], NOW)) == {"2 eggs": None}


@as_subtests("text", ["setz es auf die Liste Arbeit", "füg Milch hinzu und setz es auf die Arbeitsliste"])
def test_the_task_that_was_mentioned_is_moved_in_german(text: str) -> None:
    assert in_german(text)[-1] == Change((Mentioned(several=False),), Changes(list="Arbeit"))
