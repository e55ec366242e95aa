"""Requests about the tasks on one list: "show my work list", "move #4 to Work", "finish the work list".

Which list a new task is put on is read with the task itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from re import Pattern, escape

from chatbot.reading import called_list, find_called_lists

from .commands import INBOX, Change, Changes, Command, Matching, Show, Targets, Words
from .context import Context
from .exclusions import as_several
from .patterns import NOUN, rx
from .references import read_targets

# "delete the work list" is no request for its tasks.
_ALL = rx(rf"\b(?:all|every(?:thing)?|{NOUN})\b")
_INBOXES = ("inbox", "eingang")


def without_list(text: str, names: Sequence[str]) -> tuple[str, str]:
    """The text with "list" or "Liste" in place of the one list that it names, and the name.

    "" if it names none or several.
    """
    found = find_called_lists(text, (*names, *_INBOXES))
    if len(found) != 1:
        return text, ""
    [((start, end), name)] = found.items()
    said = text[start:end].lower()
    return f"{text[:start]}{'Liste' if 'liste' in said or said == 'eingang' else 'list'}{text[end:]}", name


def read_on_list(
    text: str, context: Context, read: Callable[[str, Context], Command | None]
) -> Command | None:
    """What is asked about all tasks of the one list that the text names; None if it asks otherwise.

    The name is cut out, and the tables read the rest as about the list of tasks.
    """
    rest, name = without_list(text, context.lists)
    command = read(rest, context) if name else None
    if isinstance(command, Show):
        return replace(command, filter=replace(command.filter, list=_proper(name, context)))
    several = as_several(command) if _ALL.search(rest) else None
    targets = _on_list(several.targets, name, context) if several else ()
    return replace(several, targets=targets) if several and targets else None


def move(text: str, context: Context) -> Change | None:
    """ "move #4 to Work", and German "move 4 auf die Liste Arbeit". "Put milk on the list" adds a task."""
    match = _move_pattern((*context.lists, *_INBOXES)).fullmatch(text.rstrip(".!"))
    if not match:
        return None
    rest, source = without_list(match["t"], context.lists)
    targets = read_targets(rest, context)
    if source:
        targets = _on_list(targets, source, context)
    is_new = match["put"] and any(isinstance(target, Words) for target in targets)
    name = next(filter(None, match.groups()[2:]))
    return Change(targets, Changes(list=_proper(name, context))) if targets and not is_new else None


def _on_list(targets: Targets, name: str, context: Context) -> Targets:
    """All tasks of a list; () if the targets are certain tasks."""
    proper = _proper(name, context)
    found = tuple(
        replace(one, filter=replace(one.filter, list=proper)) for one in targets if isinstance(one, Matching)
    )
    return found if len(found) == len(targets) else ()


def _proper(name: str, context: Context) -> str:
    return INBOX if name.casefold() in _INBOXES else context.list_called(name)


@lru_cache(maxsize=100)
def _move_pattern(names: tuple[str, ...]) -> Pattern[str]:
    every = "|".join(map(escape, sorted(names, key=len, reverse=True)))
    return rx(
        r"(?:move|shift|bring|(?P<put>put))\s+(?P<t>.+?)\s+"
        r"(?:(?:back\s+)?(?:to|into|onto|on|in)|nach|auf|in|zu[mr]?)\s+(?:(?:the|my|our|den|die|meinen|meine)\s+)?"
        rf"(?:{called_list(names)}|({every}))"
    )
