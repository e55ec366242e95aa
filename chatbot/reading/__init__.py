"""Reads what people write about a task, and says where in the text each thing was read. See README.md."""

from __future__ import annotations

from .bounds import DateRange
from .due import Due, Shift, read_due
from .hours import Hours
from .languages import LANGUAGES
from .not_kept import NO_REMINDERS, not_kept
from .ranges import read_range
from .reader import read
from .result import Kind, Priority, Reading, Reason, Span, Unread

__all__ = [
    "LANGUAGES",
    "NO_REMINDERS",
    "DateRange",
    "Due",
    "Hours",
    "Kind",
    "Priority",
    "Reading",
    "Reason",
    "Shift",
    "Span",
    "Unread",
    "not_kept",
    "read",
    "read_due",
    "read_range",
]
