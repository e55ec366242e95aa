"""Small talk, questions about the assistant, and requests that must not be executed."""

from __future__ import annotations

from typing import get_args

from .commands import Say, Topic
from .context import Context
from .courtesy import without_opening
from .english.talk import REFUSALS, TALK
from .english.words import WORDS
from .patterns import rx
from .templates import Table
from .verbs import begins_with_verb

_TOPICS: dict[str, Topic] = {topic: topic for topic in get_args(Topic)}
_TALK = Table(TALK, WORDS, _TOPICS.__getitem__)
_REFUSALS = Table(REFUSALS, WORDS, _TOPICS.__getitem__)
_MARKS = " \t\n.!?,;:)…"
_LONGEST = 300
_MARKUP = rx(r"[<>{}\\\n]")
_FAVOUR = rx(r"\w+\s+me\b")


def read_talk(text: str) -> Say | None:
    """The topic of a message without a request, or None."""
    if len(text) > _LONGEST:
        return None
    return _say(_TALK, text.rstrip(_MARKS) or text)


def read_refusal(text: str) -> Say | None:
    """ "don't delete task 3" and "if …, delete it" must not be executed; None for anything else."""
    return _say(_REFUSALS, text.rstrip(_MARKS))


def _say(table: Table[Topic], text: str) -> Say | None:
    return next((Say(topic) for topic, _ in table.readings(text)), None)


def is_phrase(text: str) -> bool:
    """Whether `text` is short enough for the title of a task, and neither a question nor markup."""
    is_short = len(text.split()) <= 12 and len(text) <= 120
    return is_short and not _MARKUP.search(text) and not text.rstrip().endswith("?")


def not_understood(text: str, context: Context) -> Say:
    """Offer to add a short phrase as a task; reply to anything else with what the assistant can do."""
    if (
        is_phrase(text)
        and not _FAVOUR.match(text)
        and begins_with_verb(context.read(without_opening(text)).title)
    ):
        return Say("unclear", context.plain(text))
    return Say("unrelated")
