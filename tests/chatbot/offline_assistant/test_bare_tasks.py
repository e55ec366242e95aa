"""Tasks that are typed without a request, as into a list."""

from __future__ import annotations

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.language.commands import Add, NewTask, Say
from tests.subtests import as_subtests

from .memory import Chat
from .reading import NOW, moment, read

TUESDAY = moment(24, 9, 0)


@as_subtests(
    ("text", "task"),
    [
        (
            "Water plants every Tuesday at 9, remind me 30 minutes before",
            NewTask("Water plants", due=TUESDAY, repeat="FREQ=WEEKLY;BYDAY=TU", reminders=(30,)),
        ),
        (
            "please water plants every Tuesday at 9, thanks",
            NewTask("water plants", due=TUESDAY, repeat="FREQ=WEEKLY;BYDAY=TU"),
        ),
        (
            "dentist on Tuesday at 9, remind me 1 hour before",
            NewTask("dentist", due=TUESDAY, reminders=(60,)),
        ),
    ],
)
def test_what_repeats_or_has_a_reminder_is_added(text: str, task: NewTask) -> None:
    assert read(text) == [Add((task,))]


@as_subtests(
    ("text", "offered"),
    [
        ("dentist tomorrow at 3pm", "dentist tomorrow at 3pm"),
        ("lunch with Ann on friday, thanks", "lunch with Ann on friday"),
        ("yoga every monday 7am", "yoga every monday 7am"),
        ("meeting at 5", "meeting at 5"),
        ('"The daily show" on friday', '"The daily show" on friday'),
    ],
)
def test_what_has_a_date_is_offered(text: str, offered: str) -> None:
    assert read(text) == [Say("unclear", offered)]


@as_subtests(
    ("text",),
    [
        ("it rains tomorrow",),
        ("I was at the dentist yesterday",),
        ("every day I wake up tired",),
        ("we meet on fridays",),
        ("tell me a joke about monday",),
        ("<b>dentist</b> tomorrow",),
        (f"dentist tomorrow {'and more ' * 20}",),
    ],
)
def test_other_sentences_with_a_date_are_no_tasks(text: str) -> None:
    [command] = read(text)
    assert isinstance(command, Say)
    assert command.topic != "unclear"


@as_subtests(
    ("text", "expected"),
    [
        ("Zahnarzt am Dienstag um 9 Uhr", Say("unclear", "Zahnarzt am Dienstag um 9 Uhr")),
        ("Zahnarzt am Dienstag um 9 Uhr, erinnere mich 30 Minuten vorher",
         Add((NewTask("Zahnarzt", due=TUESDAY, reminders=(30,)),))),
        ("dentist on Tuesday at 9", Say("unclear", "dentist on Tuesday at 9")),
        ("Es regnet am Dienstag", Say("unrelated")),
        ("Ich war am Dienstag krank", Say("unrelated")),
    ],
)  # fmt: skip
def test_in_german(text: str, expected: Add | Say) -> None:
    with formatted_for(DateSettings(NOW.tzinfo, language="de")):  # type: ignore[arg-type]
        assert read(text) == [expected]


async def test_yes_adds_what_was_offered() -> None:
    chat = Chat()
    offer = await chat.say("dentist tomorrow at 3pm")
    assert "Should I add “dentist tomorrow at 3pm” to your tasks?" in offer
    await chat.say("yes")
    [task] = chat.store.tasks
    assert (task.title, task.due_at) == ("dentist", moment(19, 15, 0))
