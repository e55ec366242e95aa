"""Rows of the tables as parameters of tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

SUNDAY = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("Europe/Berlin"))


def rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """The kind and the cells of each row."""
    kind = ""
    for line in filter(None, table.splitlines()):
        if line.startswith("## "):
            kind = line[3:]
        else:
            yield kind, line.split(" | ")


def value_rows(language: str, table: str) -> Iterator[Any]:
    """The text, its words of the date (all, if there are two cells) and the value."""
    for kind, cells in rows(table):
        text, words, value = (cells[0], *cells) if len(cells) == 2 else cells
        yield pytest.param(language, text, words, value, id=f"{language} {kind}: {text}")


def as_text(value: object) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case tuple():
            return ",".join(value)
    return str(value)
