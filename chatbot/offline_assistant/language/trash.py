"""Requests about deleted tasks, and for a new list."""

from __future__ import annotations

from .commands import AddList, Command, Matching, Position, Restore, ShowDeleted
from .context import Context
from .patterns import rx
from .references import read_targets
from .templates import Slots

_QUOTES = ' "“”„'
_NAMED = rx(r"^(?:called|named|for|namens|mit dem namen|für)\s+")


def restore(slots: Slots, context: Context) -> Command | None:
    """None for what can only be tasks that are there: "restore all", "restore the first one"."""
    targets = read_targets(slots["t"], context)
    return None if any(isinstance(one, Matching | Position) for one in targets) else Restore(targets)


def show_deleted(slots: Slots, context: Context) -> Command | None:
    """None if there are words that are no days: "what did I delete from the report?"."""
    words = slots["d"]
    days = context.days_in(words, is_past=True) if words else None
    if words and (days is None or (words[: days.start] + words[days.end :]).strip()):
        return None
    return ShowDeleted((days.first, days.last) if days else None)


def add_list(slots: Slots, context: Context) -> Command | None:
    name = _NAMED.sub("", context.plain(slots["x"]).strip()).strip(_QUOTES)
    return AddList(name) if name else None
