"""Deleting tasks, one, some or all."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Delete, DeleteAll, Filter, Matching, Status
from .context import Context
from .patterns import LIST, rx
from .references import read_targets
from .templates import Slots

_OPEN = rx(
    r"\b(?:pending|open|unfinished|incomplete|active|remaining|undone|left|not\s+(?:yet\s+)?(?:done"
    r"|finished|completed))\b"
)
_ALL_OF_A_STATE = rx(r"(?:done|completed?|finished|overdue|pending|open)")
_FROM_LIST = rx(rf"\s+(?:from|off|on|in)\s+(?:my|the)\s+(?:{LIST}|tasks)$")


def delete(slots: Slots, context: Context) -> Command:
    words = _FROM_LIST.sub("", slots["t"])
    if _ALL_OF_A_STATE.fullmatch(words):
        words = f"all {words} tasks"
    targets = read_targets(words, context)
    if len(targets) == 1 and isinstance(targets[0], Matching):
        return _delete_matching(targets[0].filter, names_open=bool(_OPEN.search(words)))
    return Delete(targets)


def _delete_matching(wanted: Filter, *, names_open: bool) -> Command:
    """What is done goes too, unless only open tasks were named."""
    if wanted.is_narrow:
        status: Status = "all" if wanted.status == "pending" and not names_open else wanted.status
        return Delete((Matching(replace(wanted, status=status)),))
    return DeleteAll("completed" if wanted.status == "completed" else "pending" if names_open else "all")
