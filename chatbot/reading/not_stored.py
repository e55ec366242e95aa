"""Sentences about what was read but cannot be stored in a task, the same wherever tasks are added."""

from __future__ import annotations

from datetime import date, datetime

from .result import Kind, Reading

NOT_STORED = {
    Kind.REMINDER: "A reminder comes before the task is due, or on the morning of its day.",
    Kind.END: "A task has no end yet: it is due when it begins.",
    Kind.LIST: "There is no such list, so the task is in the inbox.",
}


def start_of(reading: Reading) -> date | None:
    """The day on which a task starts; none of a series, whose first occurrence is not due earlier."""
    if reading.repeat or reading.start is None:
        return None
    return reading.start.date() if isinstance(reading.start, datetime) else reading.start


def not_stored(reading: Reading) -> tuple[str, ...]:
    """A sentence for each thing that is lost unless the words are kept elsewhere."""
    found = {span.kind for span in reading.spans}
    if reading.is_list_known:
        found.discard(Kind.LIST)
    if reading.notice is not None:
        found.discard(Kind.REMINDER)
    return tuple(sentence for kind, sentence in NOT_STORED.items() if kind in found)
