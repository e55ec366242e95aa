""" "add …" in the chat reads the same as the box for a new task: every phrase of the tables of `reading`."""

from __future__ import annotations

import pytest

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.answers import understand
from chatbot.offline_assistant.language.commands import Add
from chatbot.reading import not_stored, read
from tests.chatbot.reading import english, german
from tests.chatbot.reading.tables import SUNDAY, rows

# In the chat these are several tasks, or end with a mark that ends the sentence.
OTHERWISE = {
    "en": [
        "upgrade python to 3.12.",
        "oven in one hour and call mum",
        "Buy milk tomorrow!",
        "call in 3 days and meet on friday",
        "call at 5pm and again at 7pm",
        "finish slides in 3 days and every friday call mum",
        "`git log --since friday` tomorrow",
        "call Bob tomorrow and remind me of milk",
        "call bank, important!",
        "wow!",
    ],
    "de": ["Zahnarzt am 31.2.", "Morgen anrufen und am Freitag treffen", "Sport mo und mi"],
}


@pytest.mark.parametrize(
    ("language", "table", "request_"),
    [("en", english.PHRASES, "add {}"), ("de", german.PHRASES, "füge {} hinzu")],
    ids=["english", "german"],
)
def test_phrase_is_read_the_same_in_the_chat(language: str, table: str, request_: str) -> None:
    otherwise = []
    for text, *_ in rows(table):
        right = read(text, now=SUNDAY, zone=SUNDAY.tzinfo, language=language)  # type: ignore[arg-type]
        with formatted_for(DateSettings(SUNDAY.tzinfo, language=language)):  # type: ignore[arg-type]
            commands = understand(request_.format(text), [], SUNDAY)
        tasks = [task for command in commands if isinstance(command, Add) for task in command.tasks]
        expected = (right.title.strip(" .:–-"), right.due, not_stored(right))
        if right.title and [(task.title, task.due, task.notes) for task in tasks] != [expected]:
            otherwise.append(text)
    assert otherwise == OTHERWISE[language]
