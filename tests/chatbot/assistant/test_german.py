"""German, if it is the language of the person's settings. The answers are in English, as the pages are."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from chatbot.assistant.answers import understand
from chatbot.assistant.language.commands import Change, Changes, Command, Numbers, Say, Skip
from chatbot.formatting import DateSettings
from chatbot.formatting.reader import formatted_for
from tests.subtests import as_subtests

from .memory import Chat
from .reading import NOW

TITLES = ("Write report", "Pay rent", "Call the bank", "Shop")


def in_german(text: str) -> list[Command]:
    with formatted_for(DateSettings(NOW.tzinfo, language="de")):  # type: ignore[arg-type]
        return [*understand(text, [], NOW)]


@pytest.fixture
def chat() -> Chat:
    chat = Chat(language="de")
    for title in TITLES:
        chat.store.add(title)
    return chat


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("Füge Milch kaufen morgen um 9 hinzu", "Milch kaufen — tomorrow at 9 am"),
        ("fuege Milch kaufen hinzu", "Milch kaufen"),
        ("bitte füge Abendessen mit Anna und Bernd am Freitag um 19 Uhr hinzu",
         "Abendessen mit Anna und Bernd — Friday at 7 pm"),
        ("neue Aufgabe: Bericht schreiben bis Freitag #arbeit", "Bericht schreiben — Friday · #arbeit"),
        ("Füge Kino am 24.12. um 20 Uhr hinzu", "Kino — Thu 24 Dec at 8 pm"),
        ("füge \"Bücher und Hefte\" hinzu", "Bücher und Hefte"),
        ("füge Miete überweisen hinzu, dringend", "Miete überweisen — high"),
        ("Schreibe Milch auf die Einkaufsliste", "Milch"),
        ("setz Brot auf meine Liste", "Brot"),
        ("trag Zahnarzt am 3.12. um 10 Uhr ein", "Zahnarzt — Thu 3 Dec at 10 am"),
        ("kannst du bitte Milch hinzufügen?", "Milch"),
        ("kannst du mir morgen um 8 Sport eintragen?", "Sport — tomorrow at 8 am"),
        ("ich muss morgen zum Arzt", "zum Arzt — tomorrow"),
        ("Ich muss noch die Steuer machen", "die Steuer machen"),
        ("vergiss nicht, die Blumen zu gießen", "die Blumen zu gießen"),
        ("ich habe morgen um 15 Uhr einen Termin mit Sam", "Termin mit Sam — tomorrow at 3 pm"),
        ("ich habe am Freitag einen Zahnarzttermin", "Zahnarzttermin — Friday"),
        ("füge Wäsche waschen hinzu. Danke!", "Wäsche waschen"),
    ],
)  # fmt: skip
async def test_task_is_added(chat: Chat, text: str, added: str) -> None:
    assert await chat.say(text) == f"Added **#5** {added}."


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("erinnere mich daran, Mama anzurufen", ["Mama anrufen"]),
        ("erinnere mich daran Mama anzurufen morgen um 9", ["Mama anrufen"]),
        ("erinnere mich daran, anzurufen", ["anrufen"]),
        ("denk daran, Mama anzurufen und Brot einzukaufen", ["Mama anrufen", "Brot einkaufen"]),
        ("vergiss nicht, die Wäsche abzuholen!", ["die Wäsche abholen"]),
        ("vergiss nicht, die Tür zuzumachen", ["die Tür zumachen"]),
        ("denk daran, Milch zur Liste hinzuzufügen", ["Milch zur Liste hinzufügen"]),
        ("denk daran, das Buch zurückzugeben", ["das Buch zurückgeben"]),
    ],
)
async def test_verb_of_a_clause_is_an_infinitive_in_the_title(
    chat: Chat, text: str, titles: list[str]
) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("vergiss nicht, Milch hinzufügen", "Milch hinzufügen"),
        ("denk daran, auf den Bericht hinzuweisen", "auf den Bericht hinzuweisen"),
        ("erinnere mich daran, die Rate zuzahlen", "die Rate zuzahlen"),
        ("vergiss nicht, die Tür zu schließen", "die Tür zu schließen"),
        ("erinnere mich daran, dass wir zu haben", "dass wir zu haben"),
        ("erinnere mich daran, dass Oma nicht anzurufen", "dass Oma nicht anzurufen"),
        ("denk daran, Anzurufen zu üben", "Anzurufen zu üben"),
        ("erinnere mich daran, anzurufen statt zu schreiben", "anzurufen statt zu schreiben"),
        ("füge Mama anzurufen hinzu", "Mama anzurufen"),
    ],
)
async def test_other_words_with_zu_stay(chat: Chat, text: str, title: str) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == [title]


@pytest.mark.parametrize("language", ["en", "de"])
async def test_each_example_of_the_help_is_understood(language: str) -> None:
    said = await Chat(language=language).say("Hilfe" if language == "de" else "help")
    examples = re.findall(r"\[(.+)\]\(\?message=(.+)\)", said)
    assert len(examples) > 10
    for text, linked in examples:
        assert unquote(linked) == text
        with formatted_for(DateSettings(NOW.tzinfo, language=language)):  # type: ignore[arg-type]
            commands = understand(text, [], NOW)
        assert not any(isinstance(command, Say) for command in commands), text


async def test_examples_of_the_help_are_german_for_german_settings() -> None:
    assert "zeig mir meine Aufgaben" in await Chat(language="de").say("help")
    assert "zeig mir" not in await Chat().say("help")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Milch und Eier hinzufügen", ["Milch", "Eier"]),
        ("Milch kaufen und Oma anrufen hinzufügen", ["Milch kaufen", "Oma anrufen"]),
        ("füge Milch hinzu und füge Brot hinzu", ["Milch", "Brot"]),
        ("Füge hinzu: 1. Auto waschen 2. Tanken", ["Auto waschen", "Tanken"]),
        ("Füge Milch, Brot und Käse hinzu", ["Milch", "Brot", "Käse"]),
        ("erinnere mich morgen um 9 daran, Oma anzurufen", ["Oma anrufen"]),
        ("erinnere mich an Zahnarzt am Dienstag um 14 Uhr", ["Zahnarzt"]),
        ("füge Brot hinzu und lösche Aufgabe 2", ["Brot"]),
    ],
)
async def test_several_are_distinguished(chat: Chat, text: str, titles: list[str]) -> None:
    await chat.say(text)
    assert [title for title in chat.store.titles() if title not in TITLES] == titles


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("lösche 2", [1, 3, 4]),
        ("loesche 2", [1, 3, 4]),
        ("Lösche Aufgabe 2 und 3", [1, 4]),
        ("Könntest du Aufgabe 2 löschen?", [1, 3, 4]),
        ("Bitte lösche die letzte Aufgabe", [1, 2, 3]),
        ("Lösche die ersten zwei Aufgaben", [3, 4]),
        ("streiche Shop", [1, 2, 3]),
        ("wirf Shop weg", [1, 2, 3]),
        ("lösche alles", []),
        ("lösche alle Aufgaben außer 1 und 2", [1, 2]),
        ("lösche alles bis auf Shop", [4]),
        ("lösche alles außer der letzten", [4]),
        ("lösche alle Aufgaben ausser Shop und 1", [1, 4]),
        ("lösche alles außer dem Bericht", [1, 2, 3, 4]),
        ("lösche Aufgabe 2, aber nicht 3", [1, 2, 3, 4]),
        ("lösche 3 nicht", [1, 2, 3, 4]),
        ("nicht löschen", [1, 2, 3, 4]),
        ("wenn es regnet, lösche 3", [1, 2, 3, 4]),
        ("lösche die Blumen", [1, 2, 3, 4]),
        ("lösche 2, aber nur wenn Bob zustimmt", [1, 2, 3, 4]),
        ("lösche 2 und 3, falls sie fertig sind", [1, 2, 3, 4]),
        ("lösche 2 erst morgen", [1, 2, 3, 4]),
    ],
)
async def test_tasks_to_keep_are_not_deleted(chat: Chat, text: str, left: list[int]) -> None:
    await chat.say(text)
    assert [task.number for task in chat.store.tasks] == left


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("markiere Shop als erledigt", [4]),
        ("Shop ist erledigt", [4]),
        ("Shop erledigt", [4]),
        ("hake 1 und 2 ab", [1, 2]),
        ("ich habe Shop erledigt", [4]),
        ("ich bin fertig mit Shop", [4]),
        ("Aufgabe 3 ist fertig", [3]),
        ("erledige alle Aufgaben", [1, 2, 3, 4]),
        ("alles erledigt", [1, 2, 3, 4]),
        ("alle erledigen außer Shop", [1, 2, 3]),
        ("markiere 1 und 2 als erledigt und öffne 2 wieder", [1]),
    ],
)
async def test_tasks_are_marked_as_done(chat: Chat, text: str, done: list[int]) -> None:
    await chat.say(text)
    assert [task.number for task in chat.store.tasks if task.completed] == done


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("verschiebe 3 auf Freitag", "**#3** Call the bank is now due Friday."),
        ("verschiebe Aufgabe 3 auf morgen um 9", "**#3** Call the bank is now due tomorrow at 9 am."),
        ("verschiebe 3 um eine Woche", "**#3** Call the bank is now due Wed 25 Nov."),
        ("verschiebe 2 um 2 Tage nach hinten", "**#2** Pay rent is now due Friday."),
        ("verschiebe 2 auf nächste Woche", "**#2** Pay rent is now due Monday."),
        ("verschiebe 2 auf 17 Uhr", "**#2** Pay rent is now due today at 5 pm."),
        ("Shop auf Montag verschieben", "**#4** Shop is now due Monday."),
        ("Shop ist bis Freitag fällig", "**#4** Shop is now due Friday."),
        ("Aufgabe 2 muss bis Freitag fertig sein", "**#2** Pay rent is now due Friday."),
        ("verschiebe 2 auf den 31. Februar", "“auf den 31. Februar” does not exist, so I changed nothing."),
        ("entferne das Datum von 3", "Removed the due date of **#3** Call the bank."),
        ("benenne 3 in Bank anrufen um", "Renamed **#3** to Bank anrufen."),
        ("nenne 2 Miete zahlen", "Renamed **#2** to Miete zahlen."),
        ("mach 2 dringend", "**#2** Pay rent is now high priority."),
        ("2 ist dringend", "**#2** Pay rent is now high priority."),
        ("setze die Priorität von 2 auf niedrig", "**#2** Pay rent is now low priority."),
        ("tagge 1 mit arbeit", "**#1** Write report is now tagged #arbeit."),
        ("notiere bei 2: vorher fragen", "Noted on **#2** Pay rent."),
    ],
)
async def test_task_is_changed(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zeig mir meine Aufgaben", "You have 4 open tasks:"),
        ("Zeige alle erledigten Aufgaben", "You have no completed tasks."),
        ("was ist noch offen?", "You have 4 open tasks:"),
        ("was steht auf meiner Liste?", "You have 4 open tasks:"),
        ("was ist heute fällig?", "You have no open tasks due today."),
        ("was steht heute an?", "You have no open tasks due today."),
        ("habe ich morgen etwas zu tun?", "You have no open tasks due tomorrow."),
        ("was muss ich morgen machen?", "You have no open tasks due tomorrow."),
        ("was ist überfällig?", "You have no overdue tasks."),
        ("zeige mir die dringenden Aufgaben", "You have no open high-priority tasks."),
        ("wie viele Aufgaben habe ich noch?", "You have 4 open tasks."),
        ("wieviele offene Aufgaben gibt es?", "You have 4 open tasks."),
        ("was soll ich als nächstes tun?", "Next is **#1** Write report."),
        ("welche Aufgabe ist am dringendsten?", "Next is **#1** Write report."),
        ("suche nach Bank", "I found 1 task for “Bank”:"),
        ("gibt es Aufgaben zu Bank?", "I found 1 task for “Bank”:"),
        ("was habe ich heute erledigt?", "You finished no tasks today."),
        ("was habe ich gestern geschafft?", "You finished no tasks yesterday."),
        ("was habe ich letzte Woche erledigt?", "You finished no tasks last week."),
        ("wann ist Shop fällig?", "- **#4** Shop"),
        ("welche Aufgaben sind noch offen?", "You have 4 open tasks:"),
        ("welche Aufgaben sind überfällig?", "You have no overdue tasks."),
        ("welche Aufgaben sind dringend?", "You have no open high-priority tasks."),
        ("welche Aufgaben sind erledigt?", "You have no completed tasks."),
        ("welche Aufgaben sind morgen fällig?", "You have no open tasks due tomorrow."),
        ("wie viele Aufgaben sind diese Woche fällig?", "You have no open tasks due this week."),
        ("schicke mir meine Aufgaben per Mail", "Emailed 4 open tasks"),
        ("hallo", "Hello!"),
        ("Vielen Dank!", "You're welcome!"),
        ("Hilfe", "I keep your task list."),
        ("wer bist du?", "I'm the offline assistant:"),
        ("wie wird das Wetter?", "I can only help with your tasks"),
    ],
)
async def test_question_is_answered(chat: Chat, text: str, said: str) -> None:
    assert (await chat.say(text)).startswith(said)


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (("füge Milch hinzu", "nein, morgen"), "**#5** Milch is now due tomorrow."),
        (("füge Milch hinzu", "lieber am Freitag"), "**#5** Milch is now due Friday."),
        (("füge Milch hinzu", "ich meinte Hafermilch"), "Renamed **#5** to Hafermilch."),
        (("füge Milch hinzu", "mach das rückgängig"), "Undone. Removed **#5** Milch."),
        (("füge Milch hinzu", "rückgängig"), "Undone. Removed **#5** Milch."),
        (("füge Milch hinzu", "mach es bitte rückgängig"), "Undone. Removed **#5** Milch."),
        (("ich habe Shop erledigt", "nein, ich meinte 2"),
         "Undone. Changed back **#4** Shop.\n\nMarked **#2** Pay rent as done."),
        (("verschiebe", "die zweite", "auf Freitag"), "**#2** Pay rent is now due Friday."),
        (("benenne Shop um", "Einkaufen"), "Renamed **#4** to Einkaufen."),
        (("verschiebe 2", "nein"), "All right, I've left everything as it is."),
    ],
)  # fmt: skip
async def test_dialogue_continues(chat: Chat, messages: tuple[str, ...], said: str) -> None:
    for message in messages:
        reply = await chat.say(message)
    assert reply == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("add buy milk tomorrow", "Added **#5** buy milk — tomorrow."),
        ("move 3 to friday", "**#3** Call the bank is now due Friday."),
        ("show my tasks", "You have 4 open tasks:"),
        ("delete 2", "Deleted **#2** Pay rent."),
    ],
)
async def test_english_is_understood_as_well(chat: Chat, text: str, said: str) -> None:
    assert (await chat.say(text)).startswith(said)


async def test_german_is_not_read_where_the_settings_say_english() -> None:
    chat = Chat()
    await chat.say("Milch und Eier hinzufügen")
    assert chat.store.titles() == []


@pytest.mark.parametrize(
    "text", ["nein " + " , " * 300, "a und " * 160, "füge " * 190, "wie viele " * 90, "a, " * 300]
)
async def test_long_nonsense_is_answered(chat: Chat, text: str) -> None:
    assert await chat.say(text)
    assert chat.store.titles() == list(TITLES)


@as_subtests(
    ("text", "repeat"),
    [
        ("wiederhole 2 jeden Montag", "jeden Montag"),
        ("mach 2 alle 2 Wochen", "alle 2 Wochen"),
        ("2 soll sich täglich wiederholen", "täglich"),
        ("wiederhole 2 nicht mehr", ""),
        ("2 soll sich nicht wiederholen", ""),
    ],
)
def test_repetitions_are_changed_and_ended(text: str, repeat: str) -> None:
    assert in_german(text) == [Change((Numbers((2,)),), Changes(repeat=repeat))]


@pytest.mark.parametrize("text", ["überspringe 2", "lass 2 diesmal aus"])
def test_repeating_tasks_are_skipped(text: str) -> None:
    assert in_german(text) == [Skip((Numbers((2,)),))]
