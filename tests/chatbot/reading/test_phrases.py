"""Every phrase of the tables is read correctly, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from chatbot.reading import Kind, Reading, read
from tests.subtests import as_subtests

from . import english, german
from .tables import SUNDAY, as_text, rows

VALUES = [field.name for field in fields(Reading) if field.name in {*Kind, "tags", "list_name"}]


def phrases(language: str, table: str) -> Iterator[tuple[str, str, str, list[str]]]:
    for text, *rest in rows(table):
        title, values = rest or (text, "")
        yield language, text, title, values.split()


PHRASES = [*phrases("en", english.PHRASES), *phrases("de", german.PHRASES)]


@as_subtests(("language", "text", "title", "values"), PHRASES)
def test_phrase_is_read(language: str, text: str, title: str, values: list[str]) -> None:
    reading = read(text, now=SUNDAY, zone=SUNDAY.tzinfo, language=language)
    found = {name: as_text(value) for name in VALUES if (value := getattr(reading, name)) not in (None, ())}
    assert reading.title == title
    assert found == dict(value.split("=", 1) for value in values)
