"""Questions and requests about hours, in the chat. It is Wednesday 18 November 2026, noon in Berlin."""

from __future__ import annotations

import pytest

from tests.chatbot.offline_assistant.memory import Chat, TaskStore


def chat(language: str = "en") -> Chat:
    store = TaskStore()
    for title, due_at in (
        ("Coffee", "2026-11-18T09:00"),
        ("Call", "2026-11-18T13:00"),
        ("Report", "2026-11-18T17:30"),
        ("Letter", "2026-11-18T23:59"),
        ("Lunch", "2026-11-19T12:00"),
        ("Dentist", "2026-11-19T15:00"),
        ("Bins", "2026-11-20T16:00"),
    ):
        store.add(title, due_at=due_at)
    return Chat(store, language=language)


@pytest.mark.parametrize(
    ("language", "text", "words", "titles"),
    [
        ("en", "What is due between 2 and 4 pm tomorrow?", "tomorrow between 2 pm and 4 pm", ["Dentist"]),
        ("en", "what's due this morning?", "today before noon", ["Coffee"]),
        ("en", "what is due tomorrow afternoon?", "tomorrow between noon and 6 pm", ["Lunch", "Dentist"]),
        ("en", "show tasks due after 5 pm", "today from 5 pm on", ["Report", "Letter"]),
        ("en", "what do I have today after 5?", "today from 5 pm on", ["Report", "Letter"]),
        ("en", "what's due in the next 2 hours?", "today between noon and 2 pm", ["Call"]),
        ("en", "what's due by 3 pm tomorrow?", "by tomorrow at 3 pm",
         ["Coffee", "Call", "Report", "Letter", "Lunch", "Dentist"]),
        ("en", "what's due before 3 pm tomorrow?", "before tomorrow at 3 pm",
         ["Coffee", "Call", "Report", "Letter", "Lunch"]),
        ("en", "what's due tonight?", "today from 6 pm on", ["Letter"]),
        ("en", "anything due tomorrow at noon?", "tomorrow at noon", ["Lunch"]),
        ("en", "what's due friday afternoon?", "on Friday between noon and 6 pm", ["Bins"]),
        ("de", "Was ist morgen von 14 bis 16 Uhr fällig?", "morgen zwischen 14 Uhr und 16 Uhr fällig ist",
         ["Dentist"]),
        ("de", "Was ist heute Morgen fällig?", "heute vor 12 Uhr fällig ist", ["Coffee"]),
        ("de", "Was ist morgen Nachmittag fällig?", "morgen zwischen 12 Uhr und 18 Uhr fällig sind",
         ["Lunch", "Dentist"]),
        ("de", "Zeig mir die Aufgaben nach 17 Uhr", "heute ab 17 Uhr fällig sind", ["Report", "Letter"]),
        ("de", "Was muss ich heute nach 17 Uhr machen?", "heute ab 17 Uhr fällig sind", ["Report", "Letter"]),
        ("de", "Was ist in den nächsten 2 Stunden fällig?", "heute zwischen 12 Uhr und 14 Uhr fällig ist",
         ["Call"]),
        ("de", "Welche Aufgaben sind bis 15 Uhr fällig?", "bis heute um 15 Uhr fällig sind",
         ["Coffee", "Call"]),
        ("de", "Zeig alle Aufgaben am Freitag nach 15 Uhr", "am Freitag ab 15 Uhr fällig ist", ["Bins"]),
    ],
)  # fmt: skip
async def test_tasks_of_some_hours_are_listed(
    language: str, text: str, words: str, titles: list[str]
) -> None:
    said = await chat(language).say(text)
    assert (f"due {words}:" if language == "en" else f", die {words}:") in said
    assert [
        title for title in ("Coffee", "Call", "Report", "Letter", "Lunch", "Dentist", "Bins") if title in said
    ] == titles


async def test_hours_filter_completed_tasks_too() -> None:
    talk = chat()
    talk.store.get(1).completed, talk.store.done_at[1] = True, talk.store.moment("2026-11-18T09:30")
    assert "You finished 1 task today before noon" in await talk.say("what did I finish this morning?")
    assert "You finished no tasks since today at 10 am" in await talk.say("what did I finish since 10 am?")


@pytest.mark.parametrize(
    ("language", "text", "changed"),
    [
        ("en", "complete everything due tomorrow afternoon", ["Lunch", "Dentist"]),
        ("en", "mark all tasks due between 12:30 and 2 pm as done", ["Call"]),
        ("de", "Erledige alles, was morgen zwischen 14 und 16 Uhr fällig ist", ["Dentist"]),
        ("de", "Erledige alle Aufgaben, die morgen fällig sind", ["Lunch", "Dentist"]),
    ],
)
async def test_only_tasks_of_these_hours_are_changed(language: str, text: str, changed: list[str]) -> None:
    talk = chat(language)
    await talk.say(text)
    assert talk.store.titles(completed=True) == changed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Verschiebe alles, was morgen fällig ist, auf Montag"),
        ("de", "Verschiebe alles, was morgen fällig ist, um 4 Tage"),
        ("de", "Verschiebe alle Aufgaben, die morgen fällig sind, auf Montag"),
        ("de", "Verschiebe alle Aufgaben von morgen auf Montag"),
        ("de", "Verschiebe alles von morgen Nachmittag auf Montag"),
        ("en", "move everything due tomorrow to monday"),
        ("en", "postpone everything due tomorrow by 4 days"),
        ("en", "postpone all tasks due tomorrow afternoon by 4 days"),
        ("en", "move everything due tomorrow 4 days later"),
    ],
)
async def test_only_tasks_due_then_are_moved(language: str, text: str) -> None:
    talk = chat(language)
    await talk.say(text)
    moved = [task.title for task in talk.store.tasks if f"{task.due_at:%d}" == "23"]
    assert moved == ["Lunch", "Dentist"]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "en",
            "what's due next week in the afternoon?",
            "I don't understand “due next week in the afternoon”, so I listed nothing.",
        ),
        (
            "en",
            "show tasks due this week before 9 am",
            "I don't understand “due this week before 9 am”, so I listed nothing.",
        ),
        (
            "en",
            "what's due between 7 and 9 am?",
            "I don't understand “due between 7 and 9 am”, so I listed nothing.",
        ),
        (
            "en",
            "what is due on weekday mornings?",
            "I don't understand “weekday mornings”, so I listed nothing.",
        ),
        ("en", "what's due on 31 february?", "“due on 31 february” does not exist, so I listed nothing."),
        (
            "de",
            "Was ist nächste Woche nachmittags fällig?",
            "„nächste Woche nachmittags“ verstehe ich nicht, also zeige ich nichts an.",
        ),
    ],
)
async def test_hours_that_are_not_understood_are_reported_and_nothing_is_listed(
    language: str, text: str, said: str
) -> None:
    assert await chat(language).say(text) == said


async def test_the_ignored_part_of_a_question_is_reported() -> None:
    said = await chat().say("what's due tomorrow after lunch?")
    assert said.startswith("You have 2 open tasks due tomorrow:")
    assert said.endswith("I left out “after lunch”, which I don't understand.")
