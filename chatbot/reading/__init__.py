"""Reads what people write about a task, and says where in the text each thing was read. See README.md."""

from __future__ import annotations

from .bounds import DateRange
from .due import Due, Shift, read_due
from .hours import Hours
from .languages import LANGUAGES
from .ranges import read_range
from .reader import read
from .result import Kind, Priority, Reading, Reason, Span, Unread

__all__ = [
    "LANGUAGES",
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
    "read",
    "read_due",
    "read_range",
]
