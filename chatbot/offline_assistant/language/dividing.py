"""Divides a message into clauses, each of which may be a request.

A clause ends after a line, a sentence, a semicolon or "then" (strong), and maybe at a comma or "and" (weak).
"""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.reading import Kind

from .context import Context
from .english.words import WORDS
from .exclusions import begins_with_exclusion
from .patterns import rx

LONGEST_CLAUSE = 1_000
_MOST_CLAUSES = 30
_REQUEST = WORDS.pattern("[please|also|then|now|finally|next]* [(can|could) you] <begin>") + r"\b"
_BREAK = rx(
    rf"(?P<strong>\s*(?:[.!?]{{1,3}}(?=\s)|;|\n(?:\s*(?:[-*•–+]|\d{{1,3}}[.)])\s)?|,?\s*(?:and\s+)?(?:then"
    rf"|afterwards|after\s+that|next)\b,?)\s*(?:and\s+|then\s+|also\s+){{0,3}}(?={_REQUEST}))"
    r"|(?P<weak>(?:\s*,\s*(?:(?:and|but)\s+)?|\s+(?:and|but|&|plus)\s+)(?:also\s+|please\s+|finally\s+){0,2}"
    rf"(?={_REQUEST}))"
)
_REMIND = rx(r"remind\b")


@dataclass(frozen=True)
class Clause:
    text: str
    separator: str
    is_weak: bool


def divide(text: str, context: Context) -> list[Clause]:
    clauses: list[Clause] = []
    # "call Bob at 3, remind me an hour before" is one task.
    reminders = _reminders(text, context)
    start, separator, weak = 0, "", False
    for match in _BREAK.finditer(text):
        if match.start() == 0 or len(clauses) >= _MOST_CLAUSES or match.end() in reminders:
            continue
        if begins_with_exclusion(text[start : match.start()]):
            continue  # "keep 1 and 2, delete the rest" is one request
        clauses.append(Clause(text[start : match.start()], separator, weak))
        start, separator, weak = match.end(), match.group(), bool(match["weak"])
    return [*clauses, Clause(text[start:], separator, weak)]


def _reminders(text: str, context: Context) -> set[int]:
    """The positions of "remind me …" where it belongs to the task before it."""
    if len(text) > LONGEST_CLAUSE or "remind" not in text.lower():
        return set()
    spans = [span for span in context.read(text).spans if span.kind == Kind.REMINDER]
    return {
        span.start + match.start() for span in spans if (match := _REMIND.search(text[span.start : span.end]))
    }
