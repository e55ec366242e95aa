"""A task as files have it, and what could not be read in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

type Priority = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask:
    """A due date is a whole day, an aware datetime a time. `repeat` is a rule of RFC 5545, and `reminders`
    are minutes before the task is due. `key` names the task within its file, and `parent` the one that it
    belongs to. `list` is the name of its list.
    """

    title: str
    notes: str = ""
    priority: Priority = "medium"
    due: date | datetime | None = None
    start: date | None = None
    estimate: int | None = None  # minutes
    repeat: str = ""
    repeat_from: str = "due"
    reminders: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    list: str = ""
    key: str = ""
    parent: str = ""
    completed: datetime | None = None
    created: datetime | None = None


class Reason(StrEnum):
    NO_TITLE = "no_title"  # the entry was left out
    BROKEN = "broken"  # the entry was left out
    DATE = "date"  # the words are kept in the notes
    REPETITION = "repetition"  # the words are kept in the notes
    SECTION = "section"  # its tasks are read, the section is not
    EVENT = "event"  # an appointment, which became a task


@dataclass(frozen=True, slots=True)
class Problem:
    """`entry` counts the entries of the file from 1: lines, rows or objects."""

    entry: int
    reason: Reason
    words: str = ""


class UnreadableFile(ValueError):
    """The file has no format that is known here; the message is a sentence."""
