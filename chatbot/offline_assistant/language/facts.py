"""Several facts about one task in a sentence: "#3 starts Monday and takes 2 hours" are two requests.

A fact that leaves its task out is completed: "takes 2 hours" is "it takes 2 hours".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .clauses import parse_clause
from .commands import Add, Change, Command, Mentioned, Say, Show, Targeted, Words
from .context import Context
from .dividing import LONGEST_CLAUSE, Clause
from .patterns import rx

_JOINT = rx(r"\s*,\s*(?:and\s+)?(?:also\s+)?|\s+and\s+(?:also\s+)?")
_AND = rx(r",|\band\b")
_MOST_JOINTS = 4  # each is tried with each; further ones are left to the sentence as a whole
_LONGEST_FACT = 80
_COMPLETIONS = ("{it} {fact}", "{it} is {fact}", "make {it} {fact}", "{fact} for {it}")
_REMINDER = rx(r"remind\b")


def with_facts(clauses: Sequence[Clause], context: Context) -> list[Clause]:
    """The clauses, divided further where they are several facts."""
    result: list[Clause] = []
    for clause in clauses:
        found = [clause] if len(clause.text) > LONGEST_CLAUSE else _divided(clause, context)
        [first, *others] = found
        if result and _REMINDER.match(first.text):
            first = _about_the_one_before(result[-1], first, context)
        result += [first, *others]
    return result


def _divided(clause: Clause, context: Context) -> list[Clause]:
    text = clause.text
    joints = list(_JOINT.finditer(text))[:_MOST_JOINTS]
    if not joints or _is_whole(parse_clause(text, context)):
        return [clause]
    for joint in joints:
        head = parse_clause(text[: joint.start()], context)
        if not _has_room(head):
            continue
        if facts := _facts(text[joint.end() :], head, context):
            return [replace(clause, text=text[: joint.start()]), *facts]
    return [clause]


def _is_whole(command: Command | None) -> bool:
    """Whether it makes sense as it is. Words with "and" are no title if they can be read otherwise."""
    if isinstance(command, Targeted):
        return not any(isinstance(one, Words) and _AND.search(one.text) for one in command.targets)
    if isinstance(command, Show):
        return not command.left_out
    return command is not None and not isinstance(command, Add | Say)


def _has_room(command: Command | None) -> bool:
    """Whether a fact may follow, other than a text that goes to the end of the line."""
    if isinstance(command, Add):
        return bool(command.tasks[-1].title) and not command.tasks[-1].description
    return isinstance(command, Change) and bool(command.targets) and not _is_text(command)


def _is_text(change: Change) -> bool:
    changes = change.changes
    return any(one is not None for one in (changes.title, changes.description, changes.note, changes.missing))


def _facts(text: str, head: Command | None, context: Context) -> list[Clause]:
    """The facts that the whole text is; [] if it is anything else."""
    if fact := _completed(text, head, context):
        return [fact]
    for joint in list(_JOINT.finditer(text))[:_MOST_JOINTS]:
        fact = _completed(text[: joint.start()], head, context)
        if fact and (others := _facts(text[joint.end() :], parse_clause(fact.text, context), context)):
            return [fact, *others]
    return []


def _completed(fact: str, head: Command | None, context: Context) -> Clause | None:
    """After a new task, a fact names it: "it takes 2 hours"."""
    if len(fact) > _LONGEST_FACT:
        return None
    several = _is_of_several(head)
    it = "them" if several else "it"
    ways = () if isinstance(head, Add) else _COMPLETIONS
    for text in (fact, *(way.format(it=it, fact=fact) for way in ways)):
        command = parse_clause(text, context)
        if isinstance(command, Change) and _is_of_those(command) and not _is_text(command):
            return Clause(text, ", ", is_weak=False)
    return None


def _is_of_several(head: Command | None) -> bool:
    match head:
        case Add(tasks=tasks):
            return len(tasks) > 1
        case Change(targets=(Mentioned(several=several),)):
            return several
        case Change(targets=targets):
            return len(targets) > 1 or any(len(getattr(one, "numbers", ())) > 1 for one in targets)
    return False


def _is_of_those(change: Change) -> bool:
    return len(change.targets) == 1 and isinstance(change.targets[0], Mentioned) and not change.excluded


def _about_the_one_before(before: Clause, clause: Clause, context: Context) -> Clause:
    """ "move 3 to friday and remind me an hour before": of that task."""
    head = parse_clause(before.text, context)
    if not isinstance(head, Change):
        return clause
    return _completed(clause.text, head, context) or clause
