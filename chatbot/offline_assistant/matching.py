"""Compares the words of a person with the titles of tasks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from .outcomes import Task

_SMALL_WORDS = frozenset(
    (
        "a an the my our your this that to for of with about on in at and or is it from one "
        "task tasks thing item"
    ).split()
)
_WORD = re.compile(r"[^\W_]+")
_CLOSE_ENOUGH = 0.8
_ENDINGS = (("ies", "y"), ("ings", ""), ("ing", ""), ("es", ""), ("ed", ""), ("s", ""), ("e", ""))


def matches(words: str, text: str) -> bool:
    """Whether `text` contains each significant word of `words`, ignoring endings ("groceries", "grocery")."""
    wanted, there = _stems(words), _stems(text)
    return bool(wanted) and wanted <= there


def best_matches(words: str, tasks: Iterable[Task]) -> list[Task]:
    """The tasks that `words` may mean: those with exactly that title, else those that contain all of its
    words."""
    every = list(tasks)
    plain = " ".join(words.casefold().split())
    exact = [task for task in every if " ".join(task.title.casefold().split()) == plain]
    if exact:
        return exact
    bare = [task for task in every if _words(task.title) and _words(task.title) == _words(words)]
    titled = [task for task in every if matches(words, task.title)]
    tagged = [task for task in every if matches(words, " ".join((task.title, task.description, *task.tags)))]
    return bare or titled or tagged


def tagged(words: str, tasks: Iterable[Task]) -> list[Task]:
    """The tasks with the tag `words`."""
    tag = words.strip().lstrip("#").casefold()
    return [task for task in tasks if tag in task.tags]


def nearest(words: str, tasks: Iterable[Task]) -> Task | None:
    """The task whose title is almost `words` (a typing mistake), or None."""
    wanted = " ".join(_words(words))
    if len(wanted) < 4:
        return None
    scored = [(_likeness(wanted, task), task) for task in tasks]
    score, task = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return task if score >= _CLOSE_ENOUGH else None


def _likeness(wanted: str, task: Task) -> float:
    title = _words(task.title)
    count = len(wanted.split())
    windows = [" ".join(title[index : index + count]) for index in range(max(len(title) - count + 1, 1))]
    return max(difflib.SequenceMatcher(None, wanted, window).ratio() for window in windows[:20])


def _words(text: str) -> list[str]:
    found = _WORD.findall(text.casefold())
    return [word for word in found if word not in _SMALL_WORDS] or found


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _words(text)}


def _stem(word: str) -> str:
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + replacement
    return word
