"""Requests about one list: "add milk to the shopping list", "show my work list", "move #4 to Work".

The name is cut out, so that "list" is left, and the tables read the rest as about the list of tasks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache

from .commands import INBOX, Add, Change, Changes, Command, Show, Words
from .context import Context
from .patterns import rx
from .references import read_targets

_INBOXES = ("inbox", "eingang")
_LIST = re.compile(r"list(?:e|en)?$", re.IGNORECASE)
_known: ContextVar[tuple[str, ...]] = ContextVar("known_lists", default=())


@contextmanager
def known_lists(names: Sequence[str]) -> Iterator[None]:
    """The person's lists, while a message is read."""
    token = _known.set(tuple(names))
    try:
        yield
    finally:
        _known.reset(token)


def on_list(text: str, parse: Callable[[str], list[Command]]) -> list[Command]:
    """The command of a message that names one list; [] if it names none or several, or asks otherwise."""
    rest, name = without_list(text)
    match parse(rest) if name else []:
        case [Add() as add]:
            return [replace(add, tasks=tuple(replace(task, list=name) for task in add.tasks))]
        case [Show() as show]:
            return [replace(show, filter=replace(show.filter, list=name))]
    return []


def without_list(text: str) -> tuple[str, str]:
    """The text with "list" in place of the one list that it names, and the name; "" if it is not one."""
    found = list(_pattern(_known.get()).finditer(text))
    if len(found) != 1:
        return text, ""
    name = next(group for group in found[0].groups() if group)
    start, end = found[0].span()
    return f"{text[:start]}{'Liste' if 'liste' in found[0][0].lower() else 'list'}{text[end:]}", _proper(name)


def move(text: str, context: Context) -> Change | None:
    """ "move #4 to Work", "verschiebe 4 auf die Liste Arbeit". "Put milk on the list" adds a task."""
    match = _move_pattern(_known.get()).fullmatch(text.strip().rstrip(".!"))
    if not match:
        return None
    targets = read_targets(match["t"], context)
    name = next(group for key, group in match.groupdict().items() if key.startswith("name") and group)
    is_new = match["put"] and any(isinstance(target, Words) for target in targets)
    return Change(targets, Changes(list=_proper(name))) if targets and not is_new else None


def _proper(name: str) -> str:
    if name.casefold() in _INBOXES:
        return INBOX
    return next(one for one in _known.get() if one.casefold() == name.casefold())


@lru_cache(maxsize=100)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    every, listed = _any_of(names), _any_of([*_INBOXES, *(name for name in names if _LIST.search(name))])
    return rx(
        rf"(?<!\S)(?:list\s+[\"“]?({every})[\"”]?|liste\s+[\"„]?({every})[\"“]?|({every})\s+list"
        rf"|({every})s?[\s-]?liste|({listed}))(?=$|[\s,;.:!?])"
    )


@lru_cache(maxsize=100)
def _move_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    every = _any_of([*_INBOXES, *names])
    return rx(
        r"(?:please\s+|bitte\s+)?(?:move|shift|bring|verschiebe?|(?P<put>put|packe?|setze?|nimm))\s+(?P<t>.+?)\s+"
        r"(?:(?:back\s+)?(?:to|into|onto|on|in)|nach|auf|in|zu[mr]?)\s+(?:(?:the|my|our|den|die|meinen|meine)\s+)?"
        rf"(?:(?:list|liste)\s+[\"“„]?(?P<name1>{every})[\"”“]?|(?P<name2>{every})\s+list"
        rf"|(?P<name3>{every})s?[\s-]?liste|(?P<name4>{every}))"
    )


def _any_of(names: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"
