"""Format the due date of an open task in a list: its text and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .days import local_day
from .moments import capitalized, relative_due
from .phrases import phrases_of
from .settings import DateSettings
from .whole_days import is_over

DueState = Literal["overdue", "today", "later"]


@dataclass(frozen=True, slots=True)
class DueLabel:
    text: str
    state: DueState


def due_label(due: date | datetime, now: datetime, settings: DateSettings) -> DueLabel:
    """ "Today at 19:00", "Overdue · yesterday"."""
    words = relative_due(due, now, settings)
    if is_over(due, now, settings.zone):
        return DueLabel(phrases_of(settings).overdue.format(words), "overdue")
    is_today = local_day(due, settings) == local_day(now, settings)
    return DueLabel(capitalized(words), "today" if is_today else "later")
