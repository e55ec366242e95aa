"""Read the values that files have in many spellings: dates, repetitions, priorities, names of tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from chatbot.formatting import DateSettings
from chatbot.formatting.whole_days import moment_of
from chatbot.reading import read
from chatbot.recurrence import Recurrence, happens

from .task import FileTask, Priority, Problem, Reason

# Dates in files may be over. Read as of this day, those that have a year are what they say.
_LONG_AGO = datetime(1971, 1, 1, tzinfo=UTC)
_TITLE = "x"  # dates are read behind a title
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_TRUE = {"1", "true", "yes", "x", "done", "completed", "complete", "ja", "erledigt", "checked"}


@dataclass
class Values:
    """`now` is aware. `problems` collects what was not read, each with the number of its `entry`."""

    settings: DateSettings
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    entry: int = 0

    @property
    def zone(self) -> tzinfo:
        return self.settings.zone

    def note(self, reason: Reason, words: str = "") -> None:
        self.problems.append(Problem(self.entry, reason, words))

    def moment(self, text: object) -> datetime | None:
        """A moment in ISO 8601; a day is its end. None for anything else."""
        found = _iso(str(text or ""), self.zone)
        if found is None or isinstance(found, datetime):
            return found
        return moment_of(found, self.zone)

    def day(self, text: object) -> date | None:
        """In ISO 8601; that of a moment."""
        found = _iso(str(text or ""), self.zone)
        return found.astimezone(self.zone).date() if isinstance(found, datetime) else found

    def day_or_moment(self, text: str) -> date | datetime | None:
        """In ISO 8601."""
        return _iso(text, self.zone)

    def with_due(self, task: FileTask, text: str, language: str = "") -> FileTask:
        """The task with a date or a repetition in ISO 8601 or in words: "every Monday at 9"."""
        if not (text := " ".join(text.split())):
            return task
        if found := self.day_or_moment(text):
            return replace(task, due=found)
        for now in (self.now, _LONG_AGO):
            for each in dict.fromkeys([language or self.settings.language, "en"]):
                reading = read(
                    f"{_TITLE} {text}",
                    now=now,
                    zone=self.zone,
                    week_start=self.settings.week_start,
                    language=each,
                )
                if reading.title == _TITLE and reading.due:
                    return replace(task, due=reading.due, repeat=reading.repeat or task.repeat)
        return self._kept(task, Reason.DATE, text)

    def with_repeat(self, task: FileTask, text: str) -> FileTask:
        """The task with a rule of RFC 5545, or with a repetition in words."""
        if not text.strip():
            return task
        try:
            rule = Recurrence.parse(text)
            if happens(rule):
                return replace(task, repeat=str(rule))
        except ValueError:
            read_in_words = self.with_due(replace(task, due=None), text)
            if read_in_words.repeat:
                return replace(read_in_words, due=task.due or read_in_words.due)
            self.problems.pop()  # of the date, which it is not meant to be
        return self._kept(task, Reason.REPETITION, text.strip())

    def _kept(self, task: FileTask, reason: Reason, words: str) -> FileTask:
        self.note(reason, words)
        return replace(task, notes=f"{task.notes}\n{words}".strip())


def priority_of(text: object) -> Priority:
    """Of a word, or of a number as RFC 5545 has them (3.8.1.9): 1 to 4 high, 6 to 9 low."""
    word = str(text or "").strip().lower()
    if word.isdecimal():
        return "high" if 1 <= int(word) <= 4 else "low" if int(word) >= 6 else "medium"
    match word:
        case "high" | "urgent" | "hoch" | "h" | "a":
            return "high"
        case "low" | "niedrig" | "l" | "c":
            return "low"
        case _:
            return "medium"


def is_true(text: object) -> bool:
    return str(text or "").strip().lower() in _TRUE


def names_of(values: Iterable[Any]) -> tuple[str, ...]:
    """Names of tags without `#` and `@`, each once."""
    names = (" ".join(str(value).split()).lstrip("#@") for value in values)
    return tuple(dict.fromkeys(filter(None, names)))


def minutes_of(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(sorted({int(value) for value in values if str(value).strip().isdecimal()}))


def _iso(text: str, zone: tzinfo) -> date | datetime | None:
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
