"""Parses one clause into one command."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Say, Targeted
from .context import Context
from .corrections import read_corrected_date
from .courtesy import without_courtesy
from .dividing import LONGEST_CLAUSE
from .english.requests import TOO
from .english.words import WORDS
from .exclusions import UNCLEAR, is_about_several, is_change, read_excluding, speaks_of_exclusion
from .lists import move, read_on_list
from .patterns import rx
from .references import read_targets
from .requests import read_add, read_question, read_reminder, read_request, read_text
from .talk import read_refusal, read_talk
from .templates import Table

_QUESTION = rx(
    r"(?:what|which|how|when|where|who|why|whose|does|did|has|is|are|am|was|were|should|shall|any|anything"
    r"|do\s+(?:i|we|you)|have\s+(?:i|we|you)"
    r"|can\s+(?:i|we)|may\s+i|would\s+(?:i|it)|could\s+(?:i|we))\b"
)
_TOO = Table(TOO, WORDS, str)
_ADDITION = rx(rf"{WORDS.named('addition')}\b")
_REMINDER = rx(rf"{WORDS.named('reminder')}\b")
_BULLET = rx(r"^\s*(?:[-*•–+]|\d{1,3}[.)])\s+")


def parse_clause(text: str, context: Context) -> Command | None:
    """The command that `text` is as a whole, or None."""
    text = _BULLET.sub("", text.strip())
    if corrected := read_corrected_date(text.rstrip(".!"), context):
        return corrected  # the first words are no courtesy here
    if context.language != "de":  # which has been removed from it already
        text = without_courtesy(text)
    if not text:
        return None
    if len(text) > LONGEST_CLAUSE:
        return read_text(text, context) or read_add(text, context)
    return read_on_list(text, context, _parse_whole) or _parse_whole(text, context)


def _parse_whole(text: str, context: Context) -> Command | None:
    if read_refusal(text):
        return Say("negated")
    if _QUESTION.match(text):
        return read_question(text, context) or read_talk(text)
    excluding = read_excluding(text, context, _parse_request)
    command = excluding or _parse_with_another(text, context) or _parse_request(text, context)
    is_ignored = not excluding and command is not None and is_about_several(command) and is_change(command)
    return UNCLEAR if is_ignored and speaks_of_exclusion(text) else command


def _parse_with_another(text: str, context: Context) -> Command | None:
    """ "mark milk done and the rent too": the request for one task applies to others as well."""
    slots = next((slots for _, slots in _TOO.readings(text)), None)
    if slots is None:
        return None
    command = _parse_request(slots["x"], context)
    if not isinstance(command, Targeted) or not command.targets:
        return None
    others = read_targets(slots["t"], context)
    return replace(command, targets=(*command.targets, *others))


def _parse_request(text: str, context: Context) -> Command | None:
    """The one command that `text` is, or None. Exclusions are not read here."""
    if is_addition(text):
        read = read_reminder if _REMINDER.match(text) else read_request
        change = read(text, context)
        return change or read_add(text, context)
    return (
        move(text, context)
        or read_request(text, context)
        or read_question(text, context)
        or read_add(text, context)
        or read_talk(text)
    )


def is_addition(text: str) -> bool:
    return bool(_ADDITION.match(text))
