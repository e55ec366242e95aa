"""Corrections of the previous message: "no, tomorrow", "I meant the electrician", "not milk, oats"."""

from __future__ import annotations

import re
from dataclasses import replace

from chatbot.reading import Due

from .commands import Add, Change, Changes, Command, Complete, Correct, Delete, Mentioned, Undo
from .context import Context
from .new_tasks import LONGEST_TITLE
from .patterns import rx, tidy
from .references import read_targets
from .verbs import begins_with_verb

_OPENING = r"(?:no|nope|sorry|oops|ups|actually|wait|rather|well|oh|ah)\b[\s,.:!–—-]*"
_DATE = rx(
    rf"(?:{_OPENING}|i\s+mean\b[\s,]*|i\s+meant\b[\s,]*)+(?:(?:make|move)\s+(?:it|that)\s+)?(?P<when>.+)"
    r"|make\s+that\s+(?P<when2>.+)"
)
_WORDS = rx(
    rf"(?:{_OPENING})*(?:i\s+mean[t]?\s*:?\s*(?:to\s+(?:say|write|type)\s+)?(?!that\b|it\b|to\b)"
    r"|(?:it|that|this)\s+(?:should|was\s+supposed\s+to|was\s+meant\s+to)\s+(?:be|say|read)\s+"
    r"|make\s+that\s+)(?P<words>.+)"
    r"|(?P<words3>not\s+.+?(?:\s*,\s*|\s+but\s+).+)"
    rf"|(?:{_OPENING})+(?P<words2>(?:the|my|a|an)\s+.+)"
)
_INSTEAD = rx(
    r"(?P<words>.+?)[\s,]+(?:not|instead\s+of|rather\s+than)\s+(?P<wrong>.+)|not\s+(?P<wrong2>.+?)[\s,]+(?:but\s+)?(?P<words2>.+)"
)
_RELATION = rx(r"\b(?:with|for|about|of|on|to|from|at|in|by|and|before|after)\b")
_MOST_WORDS = 4
_LONGEST = 120


def read_corrected_date(text: str, context: Context) -> Command | None:
    """ "no, tomorrow": another date for the task mentioned last."""
    match = _DATE.fullmatch(text)
    due = context.due(match["when"] or match["when2"]) if match else None
    return Change((Mentioned(),), Changes(due=due)) if isinstance(due, Due) else None


def corrected_words(text: str) -> str:
    """The words that "I meant the electrician" corrects to; "" if `text` is no correction."""
    match = _WORDS.fullmatch(text) if len(text) <= _LONGEST else None
    return tidy((match["words"] or match["words2"] or match["words3"]).rstrip(".!")) if match else ""


def corrected_commands(words: str, before: Command, context: Context) -> list[Command]:
    """The commands that replace `before`, which was executed; [] if nothing can be corrected.

    An added task is renamed. A change of the wrong task is undone, and made to the right one.
    """
    match before:
        case Add(tasks=[_]):
            return [Correct(context.plain(words)[:LONGEST_TITLE])]
        case Complete() | Delete() | Change():
            named = read_targets(_right(words), context)
            return [Undo(replace(before, targets=named))] if named else []
    return []


def _right(words: str) -> str:
    instead = _INSTEAD.fullmatch(words)
    return (instead["words"] or instead["words2"]) if instead else words


def corrected_title(title: str, words: str) -> str | None:
    """`title` with its part replaced by `words`; None if it is unclear which part.

    "Call the plumber" and "the electrician" make "Call the electrician". It is unclear if words would be lost
    that may still be meant ("call the plumber about the bath").
    """
    instead = _INSTEAD.fullmatch(words)
    if instead:
        right, wrong = (instead[name] or instead[f"{name}2"] for name in ("words", "wrong"))
        place = rx(rf"(?<!\w){re.escape(wrong)}(?!\w)").search(title)
        return f"{title[: place.start()]}{right}{title[place.end() :]}" if place else None
    if begins_with_verb(words) or not begins_with_verb(title):
        return words if begins_with_verb(words) or _is_short(title) else None
    verb, object_ = title.split(None, 1)
    return f"{verb} {words}" if _is_short(object_) else None


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and not _RELATION.search(text)
