"""German, if it is the language of the person's settings: requests are read, and answers are German."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.answers import understand
from chatbot.offline_assistant.language.commands import (
    Change,
    Changes,
    Command,
    Filter,
    Mentioned,
    Numbers,
    Say,
    Show,
    Skip,
)
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
        ("Füge Milch kaufen morgen um 9 hinzu", "Milch kaufen — morgen um 9 Uhr"),
        ("fuege Milch kaufen hinzu", "Milch kaufen"),
        ("bitte füge Abendessen mit Anna und Bernd am Freitag um 19 Uhr hinzu",
         "Abendessen mit Anna und Bernd — Freitag um 19 Uhr"),
        ("neue Aufgabe: Bericht schreiben bis Freitag #arbeit", "Bericht schreiben — Freitag · #arbeit"),
        ("Füge Kino am 24.12. um 20 Uhr hinzu", "Kino — Do., 24. Dez. um 20 Uhr"),
        ("füge \"Bücher und Hefte\" hinzu", "Bücher und Hefte"),
        ("füge Miete überweisen hinzu, dringend", "Miete überweisen — hohe Priorität"),
        ("Schreibe Milch auf die Einkaufsliste", "Milch"),
        ("setz Brot auf meine Liste", "Brot"),
        ("trag Zahnarzt am 3.12. um 10 Uhr ein", "Zahnarzt — Do., 3. Dez. um 10 Uhr"),
        ("kannst du bitte Milch hinzufügen?", "Milch"),
        ("kannst du mir morgen um 8 Sport eintragen?", "Sport — morgen um 8 Uhr"),
        ("ich muss morgen zum Arzt", "zum Arzt — morgen"),
        ("Ich muss noch die Steuer machen", "die Steuer machen"),
        ("vergiss nicht, die Blumen zu gießen", "die Blumen zu gießen"),
        ("ich habe morgen um 15 Uhr einen Termin mit Sam", "Termin mit Sam — morgen um 15 Uhr"),
        ("ich habe am Freitag einen Zahnarzttermin", "Zahnarzttermin — Freitag"),
        ("füge Wäsche waschen hinzu. Danke!", "Wäsche waschen"),
    ],
)  # fmt: skip
async def test_task_is_added(chat: Chat, text: str, added: str) -> None:
    assert await chat.say(text) == f"Hinzugefügt: **#5** {added}."


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


async def test_goals_and_commands_are_answered_in_german(chat: Chat) -> None:
    assert (await chat.say("Plane meinen Umzug nach Berlin bis 1. März")).startswith(
        "Das klingt nach einem Ziel."
    )
    assert "make_plan" in await chat.say("/plan Umzug")
    assert (await chat.say("/plan mach einen Plan für den Umzug")).startswith("Das kann ich hier nicht")
    assert (await chat.say("Plan my move to Berlin")).startswith("That sounds like a goal.")
    assert (await chat.say("/undo")).startswith("In diesem Chat gibt es nichts")


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
        ("verschiebe 3 auf Freitag", "**#3** Call the bank: jetzt fällig Freitag."),
        ("verschiebe Aufgabe 3 auf morgen um 9", "**#3** Call the bank: jetzt fällig morgen um 9 Uhr."),
        ("verschiebe 3 um eine Woche", "**#3** Call the bank: jetzt fällig Mi., 25. Nov."),
        ("verschiebe 2 um 2 Tage nach hinten", "**#2** Pay rent: jetzt fällig Freitag."),
        ("verschiebe 2 auf nächste Woche", "**#2** Pay rent: jetzt fällig Montag."),
        ("verschiebe 2 auf 17 Uhr", "**#2** Pay rent: jetzt fällig heute um 17 Uhr."),
        ("Shop auf Montag verschieben", "**#4** Shop: jetzt fällig Montag."),
        ("Shop ist bis Freitag fällig", "**#4** Shop: jetzt fällig Freitag."),
        ("Aufgabe 2 muss bis Freitag fertig sein", "**#2** Pay rent: jetzt fällig Freitag."),
        (
            "verschiebe 2 auf den 31. Februar",
            "„auf den 31. Februar“ gibt es nicht, also habe ich nichts geändert.",
        ),
        ("entferne das Datum von 3", "Datum entfernt bei **#3** Call the bank."),
        ("benenne 3 in Bank anrufen um", "**#3** heißt jetzt Bank anrufen."),
        ("nenne 2 Miete zahlen", "**#2** heißt jetzt Miete zahlen."),
        ("mach 2 dringend", "**#2** Pay rent: jetzt hohe Priorität."),
        ("2 ist dringend", "**#2** Pay rent: jetzt hohe Priorität."),
        ("setze die Priorität von 2 auf niedrig", "**#2** Pay rent: jetzt niedrige Priorität."),
        ("tagge 1 mit arbeit", "**#1** Write report: jetzt mit #arbeit."),
        ("notiere bei 2: vorher fragen", "Notiert bei **#2** Pay rent."),
    ],
)
async def test_task_is_changed(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zeig mir meine Aufgaben", "Du hast 4 offene Aufgaben:"),
        ("Zeige alle erledigten Aufgaben", "Du hast keine erledigten Aufgaben."),
        ("was ist noch offen?", "Du hast 4 offene Aufgaben:"),
        ("was steht auf meiner Liste?", "Du hast 4 offene Aufgaben:"),
        ("was ist heute fällig?", "Du hast keine offenen Aufgaben, die heute fällig sind."),
        ("was steht heute an?", "Du hast keine offenen Aufgaben, die heute fällig sind."),
        ("habe ich morgen etwas zu tun?", "Du hast keine offenen Aufgaben, die morgen fällig sind."),
        ("was muss ich morgen machen?", "Du hast keine offenen Aufgaben, die morgen fällig sind."),
        ("was ist überfällig?", "Du hast keine überfälligen Aufgaben."),
        ("zeige mir die dringenden Aufgaben", "Du hast keine offenen Aufgaben mit hoher Priorität."),
        ("wie viele Aufgaben habe ich noch?", "Du hast 4 offene Aufgaben."),
        ("wieviele offene Aufgaben gibt es?", "Du hast 4 offene Aufgaben."),
        ("was soll ich als nächstes tun?", "Als Nächstes: **#1** Write report."),
        ("welche Aufgabe ist am dringendsten?", "Als Nächstes: **#1** Write report."),
        ("suche nach Bank", "Ich habe 1 Aufgabe zu „Bank“ gefunden:"),
        ("gibt es Aufgaben zu Bank?", "Ich habe 1 Aufgabe zu „Bank“ gefunden:"),
        ("was habe ich heute erledigt?", "Du hast heute keine Aufgaben erledigt."),
        ("was habe ich gestern geschafft?", "Du hast gestern keine Aufgaben erledigt."),
        ("was habe ich letzte Woche erledigt?", "Du hast letzte Woche keine Aufgaben erledigt."),
        ("wann ist Shop fällig?", "- **#4** Shop"),
        ("welche Aufgaben sind noch offen?", "Du hast 4 offene Aufgaben:"),
        ("welche Aufgaben sind überfällig?", "Du hast keine überfälligen Aufgaben."),
        ("welche Aufgaben sind dringend?", "Du hast keine offenen Aufgaben mit hoher Priorität."),
        ("welche Aufgaben sind erledigt?", "Du hast keine erledigten Aufgaben."),
        ("welche Aufgaben sind morgen fällig?", "Du hast keine offenen Aufgaben, die morgen fällig sind."),
        (
            "wie viele Aufgaben sind diese Woche fällig?",
            "Du hast keine offenen Aufgaben, die diese Woche fällig sind.",
        ),
        ("schicke mir meine Aufgaben per Mail", "4 offene Aufgaben an"),
        ("hallo", "Hallo!"),
        ("Vielen Dank!", "Gern geschehen!"),
        ("Hilfe", "Ich führe deine Aufgabenliste."),
        ("wer bist du?", "Ich bin der Offline-Assistent:"),
        ("wie wird das Wetter?", "Ich kann nur bei deinen Aufgaben helfen"),
    ],
)
async def test_question_is_answered(chat: Chat, text: str, said: str) -> None:
    assert (await chat.say(text)).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("erinnere mich daran, Mama anzurufen",
         "Hinzugefügt: **#5** Mama anrufen.\n\nSag mir, wann, und ich erinnere dich."),
        ("Füge Milch und Eier morgen #einkauf hinzu",
         "2 Aufgaben hinzugefügt:\n\n- **#5** Milch — morgen · #einkauf\n- **#6** Eier — morgen · #einkauf"),
        ("füge Bericht am 31.2. hinzu",
         "Hinzugefügt: **#5** Bericht am 31.2.\n\n„am 31.2.“ gibt es nicht; ohne Datum hinzugefügt."),
        ("füge Kino morgen von 20 bis 22 Uhr hinzu",
         ("Hinzugefügt: **#5** Kino — morgen um 20 Uhr.\n\n"
         "Eine Aufgabe hat noch kein Ende: Sie ist fällig, wenn sie beginnt.")),
        ("füge shop hinzu", "Hinzugefügt: **#5** shop.\n\n**#4** Shop ist ebenfalls offen."),
        ("lösche alle Aufgaben außer 1 und 2",
         ("**#3** Call the bank und **#4** Shop gelöscht.\n\n"
         "Ausgelassen: **#1** Write report und **#2** Pay rent.")),
        ("lösche alle erledigten Aufgaben", "Es gibt keine erledigten Aufgaben zu löschen."),
        ("lösche 9", "Eine Aufgabe #9 gibt es nicht."),
        ("lösche die Blumen", "Zu „Blumen“ habe ich keine Aufgabe gefunden."),
        ("lösche Schop", ("Zu „Schop“ habe ich keine Aufgabe gefunden. Am nächsten kommt:\n\n"
         "- **#4** Shop\n\nSoll ich sie löschen?")),
        ("lösche alles außer dem Bericht", ("Zu „Bericht“ habe ich keine Aufgabe gefunden.\n\n"
         "Also habe ich nichts geändert. Welche Aufgaben soll ich auslassen? Nenn bitte alle.")),
        ("markiere 1 als erledigt und öffne 1 wieder",
         "**#1** Write report als erledigt markiert.\n\n**#1** Write report wieder geöffnet."),
        ("verschiebe 2 und 3 auf Freitag",
         "2 Aufgaben geändert (fällig Freitag): **#2** Pay rent und **#3** Call the bank."),
        ("verschiebe", "Welche Aufgabe soll ich ändern?"),
        ("wenn es regnet, lösche 3",
         "Solchen Bedingungen kann ich nicht folgen, also habe ich nichts geändert."),
    ],
)  # fmt: skip
async def test_answers_are_german(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (("lösche Schop", "ja"), "**#4** Shop gelöscht."),
        (("lösche 1 und öffne 9 wieder", "mach das rückgängig"),
         "Rückgängig gemacht. Wiederhergestellt: **#1** Write report."),
        (("lösche alles außer dem Bericht", "Shop"), ("**#1** Write report, **#2** Pay rent und "
         "**#3** Call the bank gelöscht.\n\nAusgelassen: **#4** Shop.")),
        (("verschiebe 2", "morgen"), "**#2** Pay rent: jetzt fällig morgen."),
        (("verschiebe 2", "wie bitte?"),
         "Entschuldige, diese Antwort habe ich nicht verstanden.\n\nWann soll **#2** fällig sein?"),
        (("füge Milch hinzu", "nein, morgen"), "**#5** Milch: jetzt fällig morgen."),
        (("füge Milch hinzu", "lieber am Freitag"), "**#5** Milch: jetzt fällig Freitag."),
        (("füge Milch hinzu", "ich meinte Hafermilch"), "**#5** heißt jetzt Hafermilch."),
        (("füge Milch hinzu", "mach das rückgängig"), "Rückgängig gemacht. Entfernt: **#5** Milch."),
        (("füge Milch hinzu", "rückgängig"), "Rückgängig gemacht. Entfernt: **#5** Milch."),
        (("füge Milch hinzu", "mach es bitte rückgängig"), "Rückgängig gemacht. Entfernt: **#5** Milch."),
        (("ich habe Shop erledigt", "nein, ich meinte 2"),
         "Rückgängig gemacht. Zurückgesetzt: **#4** Shop.\n\n**#2** Pay rent als erledigt markiert."),
        (("verschiebe", "die zweite", "auf Freitag"), "**#2** Pay rent: jetzt fällig Freitag."),
        (("benenne Shop um", "Einkaufen"), "**#4** heißt jetzt Einkaufen."),
        (("verschiebe 2", "nein"), "In Ordnung, ich habe alles so gelassen."),
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
async def test_english_is_understood_and_answered_as_well(chat: Chat, text: str, said: str) -> None:
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
        ("wiederhole 2 am ersten jedes Monats", "am ersten jedes Monats"),
        ("#2 jeden letzten Freitag bis Juni", "jeden letzten Freitag bis Juni"),
        ("ändere 2 auf jeden Dienstag", "jeden Dienstag"),
        ("hör auf, 2 zu wiederholen", ""),
        ("wiederhole 2 nicht mehr", ""),
        ("2 soll sich nicht wiederholen", ""),
    ],
)
def test_repetitions_are_changed_and_ended(text: str, repeat: str) -> None:
    assert in_german(text) == [Change((Numbers((2,)),), Changes(repeat=repeat))]


@pytest.mark.parametrize("text", ["überspringe 2", "lass 2 diesmal aus", "2 diese Woche überspringen"])
def test_repeating_tasks_are_skipped(text: str) -> None:
    assert in_german(text) == [Skip((Numbers((2,)),))]


def test_several_facts_about_a_task_are_several_changes() -> None:
    assert in_german("2 beginnt Montag und dauert 2 Stunden") == [
        Change((Numbers((2,)),), Changes(start=date(2026, 11, 23))),
        Change((Mentioned(),), Changes(estimate=120)),
    ]
    assert in_german("erinnere mich an 2 eine Stunde vorher") == [
        Change((Numbers((2,)),), Changes(reminders=(60,)))
    ]


@as_subtests(
    "text",
    [
        "#2 ist Freitag fällig",
        "#2 ist jetzt am Freitag fällig",
        "#2 ist nun fällig am Freitag",
        "2 ist Freitag fällig",
    ],
)
def test_a_task_is_due_on_a_day_with_and_without_its_preposition(text: str) -> None:
    [command] = in_german(text)
    assert isinstance(command, Change)
    assert command.changes.due is not None
    assert (command.targets, command.changes.due.due) == ((Numbers((2,)),), date(2026, 11, 20))


@as_subtests("text", ["was ist Freitag fällig?", "welche Aufgaben sind Freitag fällig?"])
def test_what_is_due_on_a_day_is_shown(text: str) -> None:
    assert in_german(text) == [Show(Filter(days=(date(2026, 11, 20), date(2026, 11, 20))))]
