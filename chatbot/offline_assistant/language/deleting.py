"""Deleting tasks, one, some or all."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Delete, DeleteAll, Filter, Matching, Status
from .context import Context
from .english.words import WORDS
from .filters import read_filter
from .references import read_targets
from .templates import Slots

_ALL_OF_A_STATE = WORDS.compiled("<state>")


def delete(slots: Slots, context: Context) -> Command:
    words = f"all {slots['t']} tasks" if _ALL_OF_A_STATE.fullmatch(slots["t"]) else slots["t"]
    targets = read_targets(words, context)
    if len(targets) != 1 or not isinstance(targets[0], Matching):
        return Delete(targets)
    names_open = read_filter(words, context, default="all").filter.status == "pending"
    return _delete_matching(targets[0].filter, names_open=names_open)


def _delete_matching(wanted: Filter, *, names_open: bool) -> Command:
    """Completed tasks are deleted too, unless only open tasks were named."""
    if wanted.is_narrow:
        status: Status = "all" if wanted.status == "pending" and not names_open else wanted.status
        return Delete((Matching(replace(wanted, status=status)),))
    return DeleteAll("completed" if wanted.status == "completed" else "pending" if names_open else "all")
