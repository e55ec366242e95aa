"""The questions that the assistant asks back, and the parser that finds them in its earlier replies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .language.commands import Change, Command, Complete, Delete, Details, Skip
from .outcomes import Task
from .wording import paragraphs, plural, quoted, task_list, unescaped

Kind = Literal["title", "which", "near", "new_title", "due", "anything", "offer", "plan", "left_out", "meant"]
Verb = Literal["delete", "mark as done", "reopen", "change", "skip", "show"]

NAME_THE_TASK = "What should I call it?"
ASK_WHAT_STAYS = "So I changed nothing. Which tasks should I leave out? Please name all of them."
_SORRY = "Sorry, I didn't understand that answer.\n\n"
_SENTENCES: dict[Kind, str] = {
    "title": NAME_THE_TASK,
    "left_out": ASK_WHAT_STAYS,
    "which": "Which {noun} should I {verb}?",
    "near": "Should I {verb} it?",
    "new_title": "What should the new title of **#{number}** be?",
    "due": "When should **#{number}** be due?",
    "anything": "What should I change about **#{number}**?",
    "plan": "Should I make a plan for {offered}?",
    "meant": "Did you mean {offered}?",
    "offer": "Should I add {offered} to your tasks?",
}
_HOLES = {
    "noun": "(?:one|task)",
    "verb": "(?P<verb>delete|mark as done|reopen|change|show)",
    "number": r"(?P<number>\d+)",
    "offered": r"“(?P<offered>[^\n]{1,200})”",
}
_PATTERNS = {
    kind: re.compile("".join(_HOLES.get(part, re.escape(part)) for part in re.split(r"[{}]", sentence)))
    for kind, sentence in _SENTENCES.items()
}
_SHOWN = re.compile(r"^- \*\*#(?P<number>\d+)\*\* ?(?P<text>.*)$", re.MULTILINE)
_LIST = re.compile(r"(?:^- \*\*#\d+\*\*.*\s*)+", re.MULTILINE)
_MENTIONED = re.compile(r"(?<![\w&#])#(\d{1,9})\b")


@dataclass(frozen=True)
class Question:
    """A question, and the reply that contains it. `candidates`: the numbers and lines of the listed tasks,
    in order."""

    kind: Kind
    text: str
    verb: str | None = None
    number: int | None = None
    offered: str = ""
    candidates: tuple[tuple[int, str], ...] = ()


def ask_which(verb: Verb, candidates: Sequence[Task], now: datetime, words: str = "") -> str:
    """Ask which task is meant, listing the candidates."""
    if not candidates:
        return _asked("which", noun="task", verb=verb)
    found = f"I found {plural(len(candidates), 'task')} for {quoted(words)}" if words else "There are several"
    return paragraphs(f"{found}:", task_list(candidates, now), _asked("which", noun="one", verb=verb))


def ask_near(verb: Verb, candidate: Task, now: datetime, words: str) -> str:
    """Ask about the one task whose title is almost what was named."""
    found = f"I found no task for {quoted(words)}. The closest is:"
    return paragraphs(found, task_list([candidate], now), _asked("near", verb=verb))


def ask_missing(missing: Literal["anything", "title", "due"], number: int) -> str:
    """Ask for the new value of a task."""
    if missing == "anything":
        return f"{_asked(missing, number=number)} You can give me a new title, due date or priority."
    return _asked("new_title" if missing == "title" else missing, number=number)


def offer_to_add(text: str) -> str:
    return _asked("offer", offered=quoted(text))


def ask_if_meant(text: str) -> str:
    return _asked("meant", offered=quoted(text))


def offer_to_plan(text: str) -> str:
    return f"That sounds like a goal. {_asked('plan', offered=quoted(text))}"


def ask_again(reply: str) -> str:
    """Ask the same question again, with one apology only."""
    return _SORRY + reply.removeprefix(_SORRY)


def is_asked_again(reply: str) -> bool:
    return reply.startswith(_SORRY)


def _asked(kind: Kind, **values: object) -> str:
    return _SENTENCES[kind].format(**values)


def read_question(text: str) -> Question | None:
    """The last question in `text`, or None."""
    found = [(match, kind) for kind, pattern in _PATTERNS.items() for match in pattern.finditer(text)]
    if not found:
        return None
    match, kind = max(found, key=lambda one: one[0].start())
    groups = match.groupdict()
    return Question(
        kind,
        text,
        groups.get("verb"),
        int(groups["number"]) if "number" in groups else None,
        unescaped(groups.get("offered", "")),
        tuple(shown_tasks(text[: match.start()])),
    )


def verb_of(command: Command) -> Verb | None:
    """The verb that a question about `command` uses."""
    match command:
        case Delete():
            return "delete"
        case Complete(completed=completed):
            return "mark as done" if completed else "reopen"
        case Change():
            return "change"
        case Skip():
            return "skip"
        case Details():
            return "show"
    return None


def shown_tasks(text: str) -> list[tuple[int, str]]:
    """The numbers and titles of the tasks listed in `text`, of the last list only."""
    *_, last = ["", *(match.group() for match in _LIST.finditer(text))]
    return [(int(match["number"]), unescaped(match["text"])) for match in _SHOWN.finditer(last)]


def mentioned_numbers(text: str) -> list[int]:
    return list(dict.fromkeys(int(number) for number in _MENTIONED.findall(text)))
