"""Sentences about what was read but cannot be stored in a task, the same wherever tasks are added."""

from __future__ import annotations

from .result import Kind, Reading

NOT_STORED = {
    Kind.REMINDER: "A reminder comes before the task is due, or on the morning of its day.",
    Kind.START: "A task has no start yet.",
    Kind.END: "A task has no end yet: it is due when it begins.",
    Kind.LIST: "There is no such list, so the task is in the inbox.",
}


def not_stored(reading: Reading) -> tuple[str, ...]:
    """A sentence for each thing that is lost unless the words are kept elsewhere."""
    found = {span.kind for span in reading.spans}
    if Kind.REPEAT in found:
        found.discard(Kind.START)  # the first occurrence is not due earlier
    if reading.is_list_known:
        found.discard(Kind.LIST)
    if reading.notice is not None:
        found.discard(Kind.REMINDER)
    return tuple(sentence for kind, sentence in NOT_STORED.items() if kind in found)
