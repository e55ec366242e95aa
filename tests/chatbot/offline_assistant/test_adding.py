"""Requests to add tasks: how they are split, and what is read from each."""

from __future__ import annotations

from datetime import date

from chatbot.offline_assistant.language.commands import Add, NewTask
from tests.subtests import as_subtests

from .reading import moment, read


def titles(text: str) -> list[str]:
    [command] = read(text)
    assert isinstance(command, Add)
    return [task.title for task in command.tasks]


@as_subtests(
    ("text", "expected"),
    [
        ("add milk", ["milk"]),
        ("add milk and eggs", ["milk", "eggs"]),
        ("add milk, eggs and bread", ["milk", "eggs", "bread"]),
        ("Add milk, eggs, and bread to my list", ["milk", "eggs", "bread"]),
        ("add milk & eggs", ["milk", "eggs"]),
        ("add buy bread and butter", ["buy bread and butter"]),
        ("add buy milk, eggs and bread", ["buy milk, eggs and bread"]),
        ("add buy milk and call mum", ["buy milk", "call mum"]),
        ("add buy milk, call mum and walk the dog", ["buy milk", "call mum", "walk the dog"]),
        ("add buy milk and eggs and call mum", ["buy milk and eggs", "call mum"]),
        ("add dinner with mum and dad", ["dinner with mum and dad"]),
        ("add meeting with Bob and Alice", ["meeting with Bob and Alice"]),
        ("add fish and chips", ["fish and chips"]),
        ("add 'salt and pepper'", ["salt and pepper"]),
        ('add "salt and pepper" and "oil"', ["salt and pepper", "oil"]),
        ("add “salt and pepper”", ["salt and pepper"]),
        ("add a task to buy milk and call mum", ["buy milk and call mum"]),
        ("add a task to buy milk and another to call mum", ["buy milk", "call mum"]),
        ("add tasks: milk, eggs, bread", ["milk", "eggs", "bread"]),
        ("add two tasks: wash car and mow lawn", ["wash car", "mow lawn"]),
        ("add three tasks: milk, eggs and call mum", ["milk", "eggs", "call mum"]),
        ("add tasks: food and drinks, cake and call mum", ["food and drinks", "cake", "call mum"]),
        ("add:\n- milk\n- eggs", ["milk", "eggs"]),
        ("add the following tasks:\n1. milk\n2. eggs", ["milk", "eggs"]),
        ("add milk\nadd eggs\nadd bread", ["milk", "eggs", "bread"]),
        ("add milk. add eggs.", ["milk", "eggs"]),
        ("1. add milk\n2. add eggs", ["milk", "eggs"]),
        ("add clean the kitchen and move the sofa", ["clean the kitchen", "move the sofa"]),
        ("add wash and delete the photos", ["wash and delete the photos"]),
    ],
)
def test_items_are_split(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


@as_subtests(
    ("text", "expected"),
    [
        ("Add a task to buy groceries", "buy groceries"),
        ("please add buy milk, thanks", "buy milk"),
        ("can you add a task for me to call the bank?", "call the bank"),
        ("could you please add buy milk?", "buy milk"),
        ("I'd like to add buy milk", "buy milk"),
        ("hi, add milk", "milk"),
        ("create a new task called Finish essay", "Finish essay"),
        ("new task: pay rent", "pay rent"),
        ("todo: pay rent", "pay rent"),
        ("put milk on my list", "milk"),
        ("add to my list: milk", "milk"),
        ("add an item to my list: buy milk", "buy milk"),
        ("I need to buy milk", "buy milk"),
        ("I have to submit the report", "submit the report"),
        ("don't forget to call mum", "call mum"),
        ("remember to call mum", "call mum"),
        ("add buy milk!", "buy milk"),
        ("add What is love?", "What is love?"),
        ("add buy 2 apples", "buy 2 apples"),
        ("add second coat of paint", "second coat of paint"),
        ("add march with Bob", "march with Bob"),
        ("add Anna’s birthday", "Anna’s birthday"),
        ("add fix issue #42", "fix issue #42"),
        ("add email bob@example.com about C# course", "email bob@example.com about C# course"),
        ("add 🎉 party", "🎉 party"),
        ("add 买牛奶", "买牛奶"),
        ("add <b>bold</b>", "<b>bold</b>"),
        ('add watch "Dune" with Ann', 'watch "Dune" with Ann'),
        ("add clean garden tasks", "clean garden tasks"),
        ("add reply to urgent email", "reply to urgent email"),
        ("add Read book: Dune", "Read book: Dune"),
    ],
)
def test_title_is_what_was_written(text: str, expected: str) -> None:
    assert read(text) == [Add((NewTask(expected),), wants_reminder=False)]


@as_subtests(
    ("text", "task"),
    [
        (
            "Add buy milk tomorrow at 7pm #home, high priority",
            NewTask("buy milk", None, "high", moment(19, 19, 0), ("home",)),
        ),
        ("add report !high #work", NewTask("report", None, "high", None, ("work",))),
        ("add report !!!", NewTask("report", None, "high")),
        ("add urgent call bank", NewTask("call bank", None, "high")),
        ("add call bank, urgent", NewTask("call bank", None, "high")),
        ("add pay bill (urgent)", NewTask("pay bill", None, "high")),
        ("add an urgent task: call the bank", NewTask("call the bank", None, "high")),
        ("add a low priority task: sort photos", NewTask("sort photos", None, "low")),
        (
            "add a high priority task to pay rent by friday",
            NewTask("pay rent", None, "high", date(2026, 11, 20)),
        ),
        (
            "Create task: Submit tax return by 30 November, priority high, tags: finance, home",
            NewTask("Submit tax return", None, "high", date(2026, 11, 30), ("finance", "home")),
        ),
        (
            'create a task called "Buy milk & eggs" due tomorrow tagged work',
            NewTask("Buy milk & eggs", None, None, date(2026, 11, 19), ("work",)),
        ),
        (
            'add "Plan trip" with high priority and tags travel, fun due friday',
            NewTask("Plan trip", None, "high", date(2026, 11, 20), ("travel", "fun")),
        ),
        ("add clean #kitchen #kitchen", NewTask("clean", None, None, None, ("kitchen",))),
        ("add shopping: milk, eggs and bread", NewTask("shopping", "milk, eggs and bread")),
        ("add buy milk note: semi-skimmed", NewTask("buy milk", "semi-skimmed")),
        ("schedule dentist for tuesday at 10", NewTask("dentist", None, None, moment(24, 10, 0))),
        ("put “call Bob” on my todo list for tomorrow", NewTask("call Bob", None, None, date(2026, 11, 19))),
    ],
)
def test_properties_are_read(text: str, task: NewTask) -> None:
    assert read(text) == [Add((task,))]


@as_subtests(
    ("text", "tasks"),
    [
        (
            "add milk and eggs tomorrow #shop",
            (
                NewTask("milk", due=date(2026, 11, 19), tags=("shop",)),
                NewTask("eggs", due=date(2026, 11, 19), tags=("shop",)),
            ),
        ),
        (
            "Add two tasks: buy bread and write the report by Thursday",
            (NewTask("buy bread"), NewTask("write the report", due=date(2026, 11, 19))),
        ),
        (
            "add buy bread and write the report tomorrow #home !high",
            (NewTask("buy bread"), NewTask("write the report", None, "high", date(2026, 11, 19), ("home",))),
        ),
        (
            "Add two tasks: buy bread and write the report, both by Thursday",
            (
                NewTask("buy bread", due=date(2026, 11, 19)),
                NewTask("write the report", due=date(2026, 11, 19)),
            ),
        ),
        (
            "add milk and eggs both by thursday",
            (NewTask("milk", due=date(2026, 11, 19)), NewTask("eggs", due=date(2026, 11, 19))),
        ),
        (
            "add milk tomorrow and eggs on friday",
            (NewTask("milk", due=date(2026, 11, 19)), NewTask("eggs", due=date(2026, 11, 20))),
        ),
        (
            "add milk tomorrow at 7pm #home and call mum next friday",
            (
                NewTask("milk", due=moment(19, 19, 0), tags=("home",)),
                NewTask("call mum", due=date(2026, 11, 27)),
            ),
        ),
        (
            "add dentist tomorrow at 9, pick up the kids",
            (NewTask("dentist", due=moment(19, 9, 0)), NewTask("pick up the kids")),
        ),
        (
            "add buy milk tomorrow and eggs on friday",
            (NewTask("buy milk", due=date(2026, 11, 19)), NewTask("eggs", due=date(2026, 11, 20))),
        ),
        ("add buy milk tomorrow and eggs", (NewTask("buy milk and eggs", due=date(2026, 11, 19)),)),
        (
            "add tasks for tomorrow: wash car, mow lawn",
            (NewTask("wash car", due=date(2026, 11, 19)), NewTask("mow lawn", due=date(2026, 11, 19))),
        ),
    ],
)
def test_properties_belong_to_one_item_or_to_all(text: str, tasks: tuple[NewTask, ...]) -> None:
    assert read(text) == [Add(tasks)]


@as_subtests("text", ["add", "add task", "add a new task please", "new task", "create a task", "add it"])
def test_title_of_a_nameless_task_is_asked_for(text: str) -> None:
    assert read(text) == [Add((NewTask(""),))]


def test_reminders_and_repetitions_are_detected() -> None:
    assert read("remind me tomorrow at 9 to call Bob") == [
        Add((NewTask("call Bob", due=moment(19, 9, 0), reminders=(0,)),), wants_reminder=True)
    ]
    assert read("add water plants every monday at 7pm") == [
        Add(
            (
                NewTask(
                    "water plants",
                    due=moment(23, 19, 0),
                    repeat="FREQ=WEEKLY;BYDAY=MO",
                ),
            )
        )
    ]


def test_title_that_is_too_long_moves_to_the_description() -> None:
    text = "word " * 100
    [command] = read(f"add {text}")
    assert isinstance(command, Add)
    [task] = command.tasks
    assert len(task.title) <= 255
    assert task.title.endswith("word…")
    assert task.description == text.strip()
