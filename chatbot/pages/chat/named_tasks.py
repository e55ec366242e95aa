"""Tasks as tool calls have shown them to the model, and where its answer names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatbot.formatting.names import MONTHS, WEEKDAYS
from chatbot.models import ToolCall


@dataclass(frozen=True, slots=True)
class NamedTask:
    id: UUID
    number: int
    title: str


# "#3 ", "[x] task #3: "
_NUMBER = re.compile(r"\s*(?:\[[ x]\]\s*)?(?:(?:task\s*)?#(\d+)\b)?[\s:.)–—-]*", re.IGNORECASE)
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in (*WEEKDAYS, *MONTHS))
_WORDS = (
    "after ago am and at before by completed date day days deadline done due high in last low medium "
    "midnight month months next no noon normal on open overdue pending pm priority since tag tagged tags "
    "this today tomorrow tonight until urgent was week weeks yesterday "
    # German
    "ab am bei bis erinnerung erledigt fällig fälligkeit früh gestern heute hohe im minute minuten mit "
    "mittlere morgen niedrige ohne priorität stunde stunden tage uhr um und vorher woche wochen überfällig "
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "januar februar märz mai juni juli okt oktober dez dezember"
)
# What rows show, in words: dates, priorities, tags, states.
_FACTS = re.compile(
    rf"(?>#[\w-]+|\d+(?:st|nd|rd|th|am|pm)?\b|(?:{_WORDS.replace(' ', '|')}|{_NAMES})\b|[\W_])*+",
    re.IGNORECASE,
)


def tasks_in(call: ToolCall) -> Iterator[NamedTask]:
    """The tasks in the output of a call."""
    output = call.output or {}
    tasks = output.get("tasks", [output.get("task")])
    for task in tasks if isinstance(tasks, list) else []:
        if isinstance(task, dict) and (named := _named(task)):
            yield named


def read_item(text: str, shown: Mapping[int, NamedTask]) -> NamedTask | None:
    """The task of an item of a list; `None` if the item says more than a row shows, or names no such task."""
    if (found := _NUMBER.match(text)) is None:
        return None
    rest = _plain(text[found.end() :])
    task = shown.get(int(found[1])) if found[1] else _by_title(rest, shown.values())
    if task is None:
        return None
    rest = rest.removeprefix(_plain(task.title))
    return task if _FACTS.fullmatch(rest) else None


def mentioned_in(text: str, tasks: Iterable[NamedTask]) -> list[NamedTask]:
    """The tasks whose number or title is in the text, in the order of the text."""
    places = {task: _place_in(_plain(text), task) for task in tasks}
    return sorted((task for task, place in places.items() if place >= 0), key=lambda task: places[task])


def _named(task: dict[str, Any]) -> NamedTask | None:
    match task:
        case {"id": str(pk), "number": int(number), "title": str(title)}:
            return NamedTask(UUID(pk), number, title)
    return None


def _by_title(text: str, tasks: Iterable[NamedTask]) -> NamedTask | None:
    """The one with the longest title with which the text begins."""
    fitting = [task for task in tasks if text.startswith(_plain(task.title))]
    return max(fitting, key=lambda task: len(task.title), default=None)


def _place_in(text: str, task: NamedTask) -> int:
    by_number = re.search(rf"#{task.number}\b", text)
    found = by_number or re.search(rf"(?<!\w){re.escape(_plain(task.title))}(?!\w)", text)
    return found.start() if found else -1


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
