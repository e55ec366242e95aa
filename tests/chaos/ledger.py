"""What the product has confirmed to a person: all of it must be in the database at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Said:
    """A message that was accepted."""

    text: str
    run_id: str
    titles: tuple[str, ...] = ()


@dataclass
class Ledger:
    said: list[Said] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)  # runs
    decided: dict[str, str] = field(default_factory=dict)  # call: approved or declined
    again: dict[str, str] = field(default_factory=dict)  # run: the one that continues it
    added: dict[str, str] = field(default_factory=dict)  # task: title
    reminders: dict[str, datetime] = field(default_factory=dict)  # task: when its reminder is due
    repeating: set[str] = field(default_factory=set)  # titles
    perhaps_added: set[str] = field(default_factory=set)  # titles whose request got no response
    imports: dict[str, list[str]] = field(default_factory=dict)  # import: the titles of its file
    renamed: dict[str, str] = field(default_factory=dict)  # title: task
    completed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    undone: dict[str, int] = field(default_factory=dict)  # run: tasks

    @property
    def requests(self) -> int:
        return sum(len(getattr(self, name)) for name in _ACKNOWLEDGED)


_ACKNOWLEDGED = (
    "said",
    "stopped",
    "decided",
    "again",
    "added",
    "imports",
    "renamed",
    "completed",
    "deleted",
    "undone",
)
