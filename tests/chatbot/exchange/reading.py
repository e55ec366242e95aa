"""Read a file as somebody in Berlin would on Monday, 30 November 2026."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.exchange import FileTask, Problem, Values, read_file
from chatbot.formatting import DateSettings

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)


def values() -> Values:
    return Values(DateSettings(BERLIN), NOW)


def read(text: str | bytes, name: str) -> tuple[list[FileTask], list[Problem]]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_file(content, name, values())


def tasks_of(text: str | bytes, name: str) -> list[FileTask]:
    """The tasks of a file without problems."""
    tasks, problems = read(text, name)
    assert not problems
    return tasks
