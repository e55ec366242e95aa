"""Requests that begin with a misspelt verb: "compelte task 1"."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

VERBS = tuple(
    """
    add change clear complete create delete display edit email erase find finish label list mark move
    postpone prioritise prioritize push remind remove rename reopen reschedule search set show snooze tag
    uncheck undo untag update
    """.split()
)
_FIRST_WORD = re.compile(r"([a-z]{2,12})(?=\s+\S)", re.IGNORECASE)
_LONG = 6  # letters; longer verbs may have two mistakes


def respelt(text: str) -> str | None:
    """`text` with its first word replaced by the verb that it almost is, or None."""
    match = _FIRST_WORD.match(text)
    if match is None or (word := match[1].lower()) in VERBS:
        return None
    wrong = 2 if len(word) >= _LONG else 1
    near = [verb for verb in VERBS if wrong == 1 or verb[0] == word[0]]
    found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=wrong)
    return found and f"{found[0]}{text[match.end() :]}"
