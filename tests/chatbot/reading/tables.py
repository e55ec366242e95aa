"""Rows of the tables as rows of subtests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

SUNDAY = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("Europe/Berlin"))


def rows(table: str) -> Iterator[list[str]]:
    """The cells of each row; a line with `##` is a heading."""
    for line in filter(None, table.splitlines()):
        if not line.startswith("## "):
            yield line.split(" | ")


def value_rows(language: str, table: str) -> Iterator[tuple[str, str, str, str]]:
    """The language, the text, its words of the date (all, if there are two cells) and the value."""
    for cells in rows(table):
        text, words, value = (cells[0], *cells) if len(cells) == 2 else cells
        yield language, text, words, value


def as_text(value: object) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case tuple():
            return ",".join(value)
    return str(value)
