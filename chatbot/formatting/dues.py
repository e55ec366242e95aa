"""Format the due date of an open task in a list: its text and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .moments import capitalized, relative_due
from .phrases import phrases_of
from .settings import DateSettings

DueState = Literal["overdue", "today", "later"]


@dataclass(frozen=True, slots=True)
class DueLabel:
    text: str
    state: DueState


def due_label(due: datetime, now: datetime, settings: DateSettings) -> DueLabel:
    """ "Today at 19:00", "Overdue · yesterday"."""
    words = relative_due(due, now, settings)
    if due < now:
        return DueLabel(phrases_of(settings).overdue.format(words), "overdue")
    is_today = due.astimezone(settings.zone).date() == now.astimezone(settings.zone).date()
    return DueLabel(capitalized(words), "today" if is_today else "later")
