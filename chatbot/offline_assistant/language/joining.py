"""Turns clauses into commands: joins clauses that belong together, and commands that can be one.

A clause that is no request belongs to the request before it. After a weak separator in an addition, only a
clear request counts: "add sort and delete the photos" is one title, "add milk and delete 2" is two requests.
"""

from __future__ import annotations

from dataclasses import replace

from .clauses import is_addition, parse_clause
from .commands import (
    Add,
    Command,
    Complete,
    CompleteAll,
    Delete,
    DeleteAll,
    Details,
    Email,
    Say,
    Show,
    Targeted,
    Undo,
    Words,
)
from .completing import EXPLICIT
from .context import Context
from .courtesy import without_courtesy, without_opening
from .dividing import Clause
from .exclusions import UNCLEAR, is_about_several
from .patterns import rx
from .talk import not_understood, read_talk


def read_clauses(clauses: list[Clause], context: Context) -> list[Command]:
    """Parse clause by clause. A clause that is no request of its own is joined to the clause before it."""
    commands: list[Command] = []
    open_text = ""
    for clause in clauses:
        command = parse_clause(clause.text, context)
        continues = bool(open_text) and (
            command is None or (clause.is_weak and not _stands_alone(commands, clause.text, command))
        )
        if continues:
            joined = f"{open_text}{clause.separator}{clause.text}"
            whole = parse_clause(joined, context)
            if whole is not None and commands:
                commands[-1], open_text = whole, joined
                continue
        if commands and command is not None and _may_be_left_out(commands[-1], clause, command):
            command = UNCLEAR
        if command is not None:
            commands.append(command)
            open_text = clause.text
        elif not commands:
            commands.append(not_understood(clause.text, context))
            open_text = clause.text
        elif not read_talk(without_courtesy(clause.text)):
            commands.append(Say("half", context.plain(clause.text)))
    return commands


def _stands_alone(before: list[Command], text: str, command: Command) -> bool:
    if isinstance(command, Say):
        return False
    last = before[-1] if before else None
    if isinstance(last, Targeted) and last.excluded:
        # In "… except rent and finish the report" the last words are also a title.
        return not _may_be_a_title(text, command)
    if not isinstance(last, Add):
        return True
    if isinstance(command, Add | Show | Details | CompleteAll | DeleteAll | Email | Undo):
        return not (isinstance(command, Add) and not is_addition(without_opening(text)))
    if isinstance(command, Targeted) and not all(isinstance(one, Words) for one in command.targets):
        return True
    return bool(EXPLICIT.search(text))


def _may_be_a_title(text: str, command: Command) -> bool:
    if isinstance(command, Targeted):
        return any(isinstance(one, Words) for one in command.targets)
    return isinstance(command, Add) and not is_addition(text)


def _may_be_left_out(before: Command, clause: Clause, command: Command) -> bool:
    """ "complete all but move 3 to friday": it is unclear whether 3 is to be completed."""
    is_but = bool(rx(r"\bbut\b").search(clause.separator))
    return is_but and is_about_several(before) and isinstance(command, Targeted)


def merged(commands: list[Command]) -> list[Command]:
    """Combine adjacent commands of the same kind: "add milk. add eggs." adds two tasks in one call."""
    result: list[Command] = []
    for command in commands:
        both = _both(result[-1], command) if result else None
        result = [*result[:-1], both] if both else [*result, command]
    return result


def _both(one: Command, other: Command) -> Command | None:
    match one, other:
        case Add(), Add() if one.parent == other.parent and all(
            task.title for task in one.tasks + other.tasks
        ):
            wants_reminder = one.wants_reminder or other.wants_reminder
            return replace(one, tasks=one.tasks + other.tasks, wants_reminder=wants_reminder)
        case Complete(excluded=()), Complete(excluded=()) if one.completed == other.completed:
            return _of_all(one, other)
        case Delete(excluded=()), Delete(excluded=()):
            return _of_all(one, other)
    return None


def _of_all[Several: (Complete, Delete)](one: Several, other: Several) -> Several | None:
    return replace(one, targets=one.targets + other.targets) if one.targets and other.targets else None
