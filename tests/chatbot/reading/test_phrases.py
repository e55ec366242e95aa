"""Every phrase of the tables is read rightly, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chatbot.reading import Kind, Reading, read

from . import english, german

SUNDAY = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("Europe/Berlin"))
VALUES = [field.name for field in fields(Reading) if field.name in {*Kind, "tags", "list_name"}]


def rows(language: str, table: str) -> Iterator[Any]:
    kind = ""
    for line in filter(None, table.splitlines()):
        if line.startswith("## "):
            kind = line
            continue
        text, title, values = line.split(" | ") if " | " in line else (line, line, "")
        yield pytest.param(language, text, title, values.split(), id=f"{language} {kind[3:]}: {text}")


PHRASES = [*rows("en", english.PHRASES), *rows("de", german.PHRASES)]


def as_text(value: object) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case tuple():
            return ",".join(value)
    return str(value)


@pytest.mark.parametrize(("language", "text", "title", "values"), PHRASES)
def test_phrase_is_read(language: str, text: str, title: str, values: list[str]) -> None:
    reading = read(text, now=SUNDAY, zone=SUNDAY.tzinfo, language=language)
    found = {name: as_text(value) for name in VALUES if (value := getattr(reading, name)) not in (None, ())}
    assert reading.title == title
    assert found == dict(value.split("=", 1) for value in values)
