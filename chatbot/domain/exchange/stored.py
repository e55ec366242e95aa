"""The tasks of a file as JSON, in which an import keeps them until they are added."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from chatbot.exchange import FileTask

_TUPLES = {"reminders", "tags"}
_MOMENTS = {"due", "start", "completed", "created"}
_DEFAULTS = {field.name: field.default for field in fields(FileTask)}


def as_json(task: FileTask) -> dict[str, Any]:
    """Without the values that are the defaults."""
    given = {name: value for name, value in asdict(task).items() if value != _DEFAULTS[name]}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def from_json(stored: dict[str, Any]) -> FileTask:
    return FileTask(**{name: _value(name, value) for name, value in stored.items()})


def _value(name: str, value: Any) -> Any:
    if name in _TUPLES:
        return tuple(value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value
