"""What undo does to each task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chatbot.domain.tasks.changes import State
from chatbot.models import Change

Effect = Literal["removed", "restored", "changed back"]


@dataclass(frozen=True, slots=True)
class Undone:
    """A restored task, and how it was restored."""

    number: int
    title: str
    effect: Effect


def outcomes(changes: Sequence[Change]) -> list[Undone]:
    """What undo does to each task, by its earliest change, which is the last one in the list."""
    first = {change.task_id: change for change in changes}
    last = {change.task_id: change for change in reversed(changes)}
    outcomes = []
    for pk, change in first.items():
        known: dict[str, Any] = change.before or last[pk].after or change.after or {}
        outcomes.append(Undone(known["number"], known["title"], _effect(change.before, last[pk].after)))
    return sorted(outcomes, key=lambda undone: undone.number)


def _effect(before: State, after: State) -> Effect:
    if before is None:
        return "removed"
    return "restored" if after is None else "changed back"
