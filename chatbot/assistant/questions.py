"""The questions the assistant asks back, and how it knows them again in its own earlier text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .language.commands import Change, Command, Complete, Delete, Details
from .outcomes import Task
from .wording import plural, quoted, task_list, unescaped

Kind = Literal["title", "which", "near", "new_title", "due", "anything", "offer", "plan", "left_out", "meant"]
Verb = Literal["delete", "mark as done", "reopen", "change", "show"]

NAME_THE_TASK = "What should I call it?"
ASK_WHAT_STAYS = "So I changed nothing. Which tasks should I leave out? Please name all of them."
_VERB = r"(?P<verb>delete|mark as done|reopen|change|show)"
_QUESTIONS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("title", re.compile(re.escape(NAME_THE_TASK))),
    ("left_out", re.compile(re.escape(ASK_WHAT_STAYS))),
    ("which", re.compile(rf"Which (?:one|task) should I {_VERB}\?")),
    ("near", re.compile(rf"Should I {_VERB} it\?")),
    ("new_title", re.compile(r"What should the new title of \*\*#(?P<number>\d+)\*\* be\?")),
    ("due", re.compile(r"When should \*\*#(?P<number>\d+)\*\* be due\?")),
    ("anything", re.compile(r"What should I change about \*\*#(?P<number>\d+)\*\*\?")),
    ("plan", re.compile(r"Should I make a plan for “(?P<offered>[^\n]{1,200})”\?")),
    ("meant", re.compile(r"Did you mean “(?P<offered>[^\n]{1,200})”\?")),
    ("offer", re.compile(r"Should I add “(?P<offered>[^\n]{1,200})” to your tasks\?")),
)
_SHOWN = re.compile(r"^- \*\*#(?P<number>\d+)\*\* ?(?P<text>.*)$", re.MULTILINE)
_MENTIONED = re.compile(r"(?<![\w&#])#(\d{1,9})\b")


@dataclass(frozen=True)
class Question:
    """A question as found in a text. `candidates`: the listed tasks' numbers and lines, in order."""

    kind: Kind
    verb: str | None = None
    number: int | None = None
    offered: str = ""
    candidates: tuple[tuple[int, str], ...] = ()


def ask_which(verb: Verb, candidates: Sequence[Task], now: datetime, words: str = "") -> str:
    """Ask which task is meant, listing those in question."""
    if not candidates:
        return f"Which task should I {verb}?"
    found = f"I found {plural(len(candidates), 'task')} for {quoted(words)}" if words else "There are several"
    return f"{found}:\n\n{task_list(candidates, now)}\n\nWhich one should I {verb}?"


def ask_near(verb: Verb, candidate: Task, now: datetime, words: str) -> str:
    """Ask about the one task that is nearly what was named."""
    return (
        f"I found no task for {quoted(words)}. The closest is:\n\n{task_list([candidate], now)}\n\nShou"
        f"ld I {verb} it?"
    )


def ask_missing(missing: Literal["anything", "title", "due"], number: int) -> str:
    """Ask for the new value of a task."""
    if missing == "title":
        return f"What should the new title of **#{number}** be?"
    if missing == "due":
        return f"When should **#{number}** be due?"
    return f"What should I change about **#{number}**? You can give me a new title, due date or priority."


def offer_to_add(text: str) -> str:
    return f"Should I add {quoted(text)} to your tasks?"


def ask_if_meant(text: str) -> str:
    return f"Did you mean {quoted(text)}?"


def offer_to_plan(text: str) -> str:
    return f"That sounds like a goal. Should I make a plan for {quoted(text)}?"


def read_question(text: str) -> Question | None:
    """The last question in `text`, or None."""
    found: tuple[int, Question] | None = None
    for kind, pattern in _QUESTIONS:
        match = max(pattern.finditer(text), key=re.Match.start, default=None)
        if match and (found is None or match.start() > found[0]):
            groups = match.groupdict()
            number = int(groups["number"]) if groups.get("number") else None
            lines = tuple(shown_tasks(text[: match.start()]))
            question = Question(
                kind, groups.get("verb"), number, unescaped(groups.get("offered") or ""), lines
            )
            found = (match.start(), question)
    return found[1] if found else None


def verb_of(command: Command) -> Verb | None:
    """The verb with which a question speaks of `command`."""
    match command:
        case Delete():
            return "delete"
        case Complete(completed=completed):
            return "mark as done" if completed else "reopen"
        case Change():
            return "change"
        case Details():
            return "show"
    return None


def shown_tasks(text: str) -> list[tuple[int, str]]:
    """The numbers and words of the tasks listed in `text`, the last list only."""
    block = [(match, int(match["number"])) for match in _SHOWN.finditer(text)]
    last: list[tuple[int, str]] = []
    for index, (match, number) in enumerate(block):
        if index and text[block[index - 1][0].end() : match.start()].strip():
            last = []
        last.append((number, unescaped(match["text"])))
    return last


def mentioned_numbers(text: str) -> list[int]:
    return list(dict.fromkeys(int(number) for number in _MENTIONED.findall(text)))
