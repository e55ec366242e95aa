"""The questions that the assistant asks back, and the parser that finds them in its earlier replies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from chatbot.formatting.sentences import LANGUAGES, marked, marked_as, pattern_of, say, say_as, say_in

from .language.commands import Change, Command, Complete, Delete, Details, Skip
from .outcomes import Task
from .wording import paragraphs, quoted, task_list, tasks_words, unescaped

Kind = Literal[
    "title",
    "which",
    "which_task",
    "near",
    "new_title",
    "due",
    "anything",
    "offer",
    "plan",
    "left_out",
    "meant",
]
Verb = Literal["delete", "mark as done", "reopen", "change", "skip", "show"]

NAME_THE_TASK = marked("What should I call it?")
ASK_WHAT_STAYS = marked("So I changed nothing. Which tasks should I leave out? Please name all of them.")
_SORRY = marked("Sorry, I didn't understand that answer.")
_SENTENCES: dict[Kind, str] = {
    "title": NAME_THE_TASK,
    "left_out": ASK_WHAT_STAYS,
    "which": marked("Which one should I {verb}?"),
    "which_task": marked("Which task should I {verb}?"),
    "near": marked("Should I {verb} it?"),
    "new_title": marked("What should the new title of **#{number}** be?"),
    "due": marked("When should **#{number}** be due?"),
    "anything": marked("What should I change about **#{number}**?"),
    "plan": marked("Should I make a plan for {offered}?"),
    "meant": marked("Did you mean {offered}?"),
    "offer": marked("Should I add {offered} to your tasks?"),
}
_VERBS: dict[Verb, str] = {
    "delete": marked_as("should I", "delete"),
    "mark as done": marked_as("should I", "mark as done"),
    "reopen": marked_as("should I", "reopen"),
    "change": marked_as("should I", "change"),
    "skip": marked_as("should I", "skip"),
    "show": marked_as("should I", "show"),
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
        return _asked("which_task", verb=_verb(verb))
    count = tasks_words(len(candidates))
    found = (
        say("I found {tasks} for {words}:", tasks=count, words=quoted(words))
        if words
        else say("There are several:")
    )
    return paragraphs(found, task_list(candidates, now), _asked("which", verb=_verb(verb)))


def ask_near(verb: Verb, candidate: Task, now: datetime, words: str) -> str:
    """Ask about the one task whose title is almost what was named."""
    found = say("I found no task for {words}. The closest is:", words=quoted(words))
    return paragraphs(found, task_list([candidate], now), _asked("near", verb=_verb(verb)))


def ask_missing(missing: Literal["anything", "title", "due"], number: int) -> str:
    """Ask for the new value of a task."""
    if missing == "anything":
        how = say("You can give me a new title, due date or priority.")
        return f"{_asked(missing, number=number)} {how}"
    return _asked("new_title" if missing == "title" else missing, number=number)


def offer_to_add(text: str) -> str:
    return _asked("offer", offered=quoted(text))


def ask_if_meant(text: str) -> str:
    return _asked("meant", offered=quoted(text))


def offer_to_plan(text: str) -> str:
    return f"{say('That sounds like a goal.')} {_asked('plan', offered=quoted(text))}"


def ask_again(reply: str) -> str:
    """Ask the same question again, with one apology only."""
    return reply if is_asked_again(reply) else paragraphs(say(_SORRY), reply)


def is_asked_again(reply: str) -> bool:
    return any(reply.startswith(say_in(language, _SORRY)) for language in LANGUAGES)


def _asked(kind: Kind, **values: object) -> str:
    return say(_SENTENCES[kind], **values)


def _verb(verb: Verb) -> str:
    return say_as("should I", _VERBS[verb])


def read_question(text: str) -> Question | None:
    """The last question in `text`, or None."""
    found = [
        (match, kind, language)
        for language in LANGUAGES
        for kind, pattern in _patterns(language).items()
        for match in pattern.finditer(text)
    ]
    if not found:
        return None
    match, kind, language = max(found, key=lambda one: one[0].start())
    groups = match.groupdict()
    return Question(
        "which" if kind == "which_task" else kind,
        text,
        _verbs(language).get(groups.get("verb", "")),
        int(groups["number"]) if "number" in groups else None,
        unescaped(groups.get("offered", ""))[1:-1],  # without its quotation marks
        tuple(shown_tasks(text[: match.start()])),
    )


@cache
def _verbs(language: str) -> dict[str, Verb]:
    """The verbs of questions in a language, and what they mean."""
    return {say_in(language, text, context="should I"): verb for verb, text in _VERBS.items()}


@cache
def _patterns(language: str) -> dict[Kind, re.Pattern[str]]:
    opening, closing = say_in(language, "“{text}”").split("{text}")
    holes = {
        "verb": "|".join(map(re.escape, _verbs(language))),
        "number": r"\d+",
        "offered": rf"{opening}[^\n]{{1,200}}{closing}",
    }
    return {kind: re.compile(pattern_of(say_in(language, text), holes)) for kind, text in _SENTENCES.items()}


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
