"""Parses the outputs of tools, leniently: a tool may fail, or be somebody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from chatbot.formatting.sentences import say


@dataclass(frozen=True)
class Task:
    """A task as in the outputs of tools."""

    number: int
    title: str
    description: str = ""
    completed: bool = False
    priority: str = "medium"
    due_at: datetime | None = None
    due_on: date | None = None  # the day, if it is due on one without a time
    start_on: date | None = None
    estimate: int = 0  # minutes
    parent: int | None = None  # its number
    overdue: bool = False
    tags: tuple[str, ...] = ()
    repeat: str = ""
    reminders: tuple[int, ...] = ()
    list: str = ""  # its name; "" in the inbox

    @property
    def due(self) -> date | datetime | None:
        return self.due_on or self.due_at


@dataclass(frozen=True)
class Outcome:
    """The output of one tool call: its data, or an error message for people."""

    data: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None

    @property
    def task(self) -> Task | None:
        return read_task(self.data.get("task"))

    @property
    def tasks(self) -> list[Task]:
        return read_tasks(self.data.get("tasks"))

    @property
    def next_week(self) -> Outcome | None:
        """What is due next week, if the output has that."""
        data = self.data.get("next_week")
        return Outcome(data) if isinstance(data, dict) else None

    @property
    def count(self) -> int:
        count = self.data.get("count")
        return count if isinstance(count, int) else len(self.tasks)

    @property
    def declined(self) -> str | None:
        """The tool's message that a person declined the call, if so."""
        declined = self.data.get("declined")
        return str(declined) if declined else None

    @property
    def next_offset(self) -> int | None:
        """The offset of the next page of a list, if there is one."""
        offset = self.data.get("next_offset")
        return offset if isinstance(offset, int) and self.is_truncated else None

    @property
    def is_truncated(self) -> bool:
        return bool(self.data.get("truncated"))


def read_outcome(output: str) -> Outcome:
    """Parse a recorded output; text that is not a JSON object is an error message."""
    try:
        data = json.loads(output)
    except ValueError:
        return Outcome(error=output.strip()[:500] or say("The tool gave no answer."))
    if not isinstance(data, dict):
        return Outcome(error=say("The tool gave an answer that I can't read: {answer}", answer=output[:200]))
    error = data.get("error")
    return Outcome(data, str(error)) if error else Outcome(data)


def read_tasks(data: object) -> list[Task]:
    tasks = [read_task(entry) for entry in data] if isinstance(data, list) else []
    return [task for task in tasks if task is not None]


def read_task(data: object) -> Task | None:
    """The task in `data`, or None if it is none."""
    if not isinstance(data, dict) or not isinstance(data.get("number"), int):
        return None
    tags, minutes = data.get("tags"), data.get("reminders")
    return Task(
        number=data["number"],
        title=str(data.get("title") or ""),
        description=str(data.get("description") or ""),
        completed=bool(data.get("completed")),
        priority=str(data.get("priority") or "medium"),
        due_at=read_moment(data.get("due_at")),
        due_on=read_day(data.get("due_on")),
        start_on=read_day(data.get("start_on")),
        estimate=_whole(data.get("estimate")) or 0,
        parent=_whole(data.get("parent")),
        overdue=bool(data.get("overdue")),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        repeat=str(data.get("repeat") or ""),
        reminders=tuple(minutes) if isinstance(minutes, list) else (),
        list=str(data.get("list") or ""),
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def read_moment(value: object) -> datetime | None:
    """The time in `value`, in UTC if it has no zone, or None if it is none."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def read_day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
