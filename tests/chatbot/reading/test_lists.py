"""The names of a person's lists in a text; words that only look like one stay in the title."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.reading import Reading, not_stored, read
from tests.subtests import as_subtests

LISTS = ("Work", "Shopping list", "Book club", "Haushalt", "Einkauf")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def reading_of(text: str, language: str = "en") -> Reading:
    return read(text, now=NOW, zone=UTC, language=language, lists=LISTS)


@as_subtests(
    ("text", "title", "name"),
    [
        ("Slides +Work", "Slides", "Work"),
        ("+work slides tomorrow", "slides", "Work"),
        ("Read Dune +book club", "Read Dune", "Book club"),
        ("Slides in list Work", "Slides", "Work"),
        ("Slides to the list “Work”, tomorrow", "Slides", "Work"),
        ("Slides on my work list at 9", "Slides", "Work"),
        ("milk to the shopping list", "milk", "Shopping list"),
        ("Slides list:work", "Slides", "Work"),
        ("Milch auf die Einkaufsliste", "Milch", "Einkauf"),
        ("Milch zur Einkaufsliste", "Milch", "Einkauf"),
        ("Fenster putzen auf die Liste Haushalt morgen", "Fenster putzen", "Haushalt"),
        ("Fenster putzen +Haushalt", "Fenster putzen", "Haushalt"),
    ],
)
def test_a_list_is_named(text: str, title: str, name: str) -> None:
    found = reading_of(text, "de" if "auf" in text or "zur" in text else "en")
    assert (found.title, found.list_name, found.is_list_known) == (title, name, True)
    assert not_stored(found) == ()


@as_subtests(
    "text",
    [
        "Walk to Work",
        "Meet in Work",
        "Slides +Workshop",
        "Slides +Garden",
        "2+Work",
        "Write the shopping list",
        "to-do on the garden list",
        "“+Work” is a sign",
        "Slides +Work and +Haushalt",
    ],
)
def test_other_words_stay_in_the_title(text: str) -> None:
    found = reading_of(text)
    assert (found.title, found.list_name) == (text, None)


def test_a_list_that_does_not_exist_is_reported() -> None:
    found = reading_of("Tulips list:garden")
    assert (found.title, found.list_name, found.is_list_known) == ("Tulips", "garden", False)
    assert not_stored(found) == ("There is no such list, so the task is in the inbox.",)


@pytest.mark.hypothesis
@given(st.lists(st.sampled_from(["+Work", "to the", "list", "Work", "tomorrow", "#x", "shopping list", ","])))
def test_no_character_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    found = reading_of(text)
    kept = [
        character
        for place, character in enumerate(text)
        if not any(span.start <= place < span.end for span in found.spans)
    ]
    assert "".join(kept).replace(" ", "") == found.title.replace(" ", "")
    assert reading_of(found.title).spans == () or not found.spans
