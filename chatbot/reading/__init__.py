"""Reads dates, repetitions and labels from what people type, with the position of each in
the text. See README.md."""

from __future__ import annotations

from .bounds import DateRange
from .due import Due, Shift, read_due
from .hours import Hours
from .known_notice import read_notice
from .known_repeat import read_repeat
from .languages import LANGUAGES
from .lists import called_list, find_called_lists, find_lists
from .not_stored import NOT_STORED, not_stored, start_of
from .ranges import read_range
from .reader import read
from .result import MESSAGES, MORNING, Kind, Priority, Reading, Reason, Span, Unread

__all__ = [
    "LANGUAGES",
    "MESSAGES",
    "MORNING",
    "NOT_STORED",
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
    "called_list",
    "find_called_lists",
    "find_lists",
    "not_stored",
    "read",
    "read_due",
    "read_notice",
    "read_range",
    "read_repeat",
    "start_of",
]
