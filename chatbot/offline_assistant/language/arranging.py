"""Subtasks, and the person's own order: "make #4 a subtask of #3", "move #4 above #2"."""

from __future__ import annotations

from dataclasses import replace

from . import adding
from .commands import Add, Change, Changes, Command, Put, Targets
from .context import Context
from .patterns import rx
from .references import read_targets
from .templates import Slots

_BEFORE = rx(r"above|before|over|ahead\s+of|in\s+front\s+of")
_TOP = rx(r"top|beginning|start|front|first")


def below(slots: Slots, context: Context) -> Change | None:
    targets, parent = read_targets(slots["t"], context), _other(slots, context)
    return Change(targets, Changes(parent=parent)) if targets and parent else None


def add_below(slots: Slots, context: Context) -> Command | None:
    parent = _other(slots, context)
    command = adding.add(slots, context) if parent else None
    return replace(command, parent=parent) if isinstance(command, Add) else None


def put_beside(slots: Slots, context: Context) -> Put | None:
    """ "Move #4 before Friday" is about a date."""
    targets, other = read_targets(slots["t"], context), _other(slots, context)
    if not targets or not other:
        return None
    return Put(targets, "before" if _BEFORE.fullmatch(slots["place"]) else "after", other)


def put_at_end(slots: Slots, context: Context) -> Put | None:
    targets = read_targets(slots["t"], context)
    return Put(targets, "top" if _TOP.fullmatch(slots["place"]) else "bottom") if targets else None


def _other(slots: Slots, context: Context) -> Targets:
    return () if context.due_in(slots["p"]) else read_targets(slots["p"], context)
