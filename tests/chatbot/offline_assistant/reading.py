"""Reads texts as on Wednesday 18 November 2026, 12:00 in Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from chatbot.offline_assistant.language.commands import Change, Command
from chatbot.offline_assistant.language.parsing import parse
from chatbot.reading import Due, Shift, read_due

NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def moment(day: int, hour: int = 23, minute: int = 59, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NOW.tzinfo)


def due(text: str) -> Due:
    """The due date that `text` is as a whole, at any position."""
    found = read_due(text, now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert isinstance(found, Due)
    assert found.start == 0
    return replace(found, end=0)


def shift(delta: relativedelta) -> Shift:
    return Shift(0, 0, delta, has_direction=True)


def read(text: str) -> list[Command]:
    """The commands of `text`, without the positions of due dates."""
    return [_without_places(command) for command in parse(text, NOW)]


def _without_places(command: Command) -> Command:
    if not isinstance(command, Change) or command.changes.due is None:
        return command
    return replace(
        command, changes=replace(command.changes, due=replace(command.changes.due, start=0, end=0))
    )
