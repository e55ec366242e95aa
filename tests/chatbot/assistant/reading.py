"""Reads texts as on Wednesday 18 November 2026, 12:00 in Berlin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.assistant.language.commands import Command
from chatbot.assistant.language.parsing import parse

NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def moment(day: int, hour: int = 23, minute: int = 59, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NOW.tzinfo)


def read(text: str) -> list[Command]:
    return parse(text, NOW)
