"""Marking tasks as done or open again."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Complete, CompleteAll, Matching, Reference, Skip, Words
from .context import Context
from .patterns import NOUN, rx
from .quoting import QUOTED
from .references import read_targets
from .splitting import split_items
from .templates import Slots
from .verbs import present_of

# Words that can only refer to existing tasks.
EXPLICIT = rx(rf"(?<!\w)#?\d+\b|\b(?:{NOUN}|it|them|all|everything|list)\b|{QUOTED.pattern}")


def complete(slots: Slots, context: Context) -> Command:
    return _completed(slots["t"], context)


def finish(slots: Slots, context: Context) -> Command | None:
    """None if the task is still to be done: "finish the slides by friday"."""
    return None if _is_to_come(slots["t"], context) else _completed(slots["t"], context)


def check(slots: Slots, context: Context) -> Command | None:
    return finish(slots, context) if EXPLICIT.search(slots["t"]) else None


def complete_past(slots: Slots, context: Context) -> Command:
    return _completed(f"{present_of(slots['past'])} {slots['t']}", context)


def skip(slots: Slots, context: Context) -> Skip:
    return Skip(read_targets(slots["t"], context))


def reopen(slots: Slots, context: Context) -> Command:
    targets = read_targets(slots["t"], context)
    return Complete(tuple(_of_completed(target) for target in targets), completed=False)


def _is_to_come(words: str, context: Context) -> bool:
    if not all(isinstance(one, Words) for one in read_targets(words, context)):
        return False
    items = split_items(words, context, one_task=False, many_tasks=False)
    return any(reading.due or reading.unread for reading in map(context.read, items))


def _of_completed(target: Reference) -> Reference:
    """ "reopen all" means all completed tasks."""
    return Matching(replace(target.filter, status="completed")) if isinstance(target, Matching) else target


def _completed(words: str, context: Context) -> Command:
    targets = read_targets(words, context)
    if len(targets) == 1 and isinstance(targets[0], Matching):
        wanted = targets[0].filter
        if wanted.status in ("pending", "all") and not (wanted.due or wanted.days or wanted.undated):
            return CompleteAll(wanted.tag, wanted.priority)
    return Complete(targets)
