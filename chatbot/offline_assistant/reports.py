"""Replies that report a change of one task or of several that are named."""

from __future__ import annotations

import re
from functools import cache

from chatbot.formatting.sentences import LANGUAGES, marked, pattern_of, say_in

ADDED = marked("Added {task}.")
ADDED_ALL = marked("Added {tasks}:")
MARKED_DONE = marked("Marked {tasks} as done.")
REOPENED = marked("Reopened {tasks}.")
DELETED = marked("Deleted {tasks}.")
RENAMED = marked("Renamed **#{number}** to {title}.")
DUE_REMOVED = marked("Removed the due date of {tasks}.")
NOTED = marked("Noted on {tasks}.")
IS_NOW = marked("{task} is now {facts}.")
_REPORTS = (ADDED, MARKED_DONE, REOPENED, DELETED, RENAMED, DUE_REMOVED, NOTED, IS_NOW)
_HOLES = {"task": r"\*\*#.+", "tasks": r"\*\*#.+", "number": r"\d+", "title": ".+", "facts": ".+"}


def is_report(reply: str) -> bool:
    """Whether a reply begins with a report, in any language."""
    line, _, _ = reply.partition("\n")
    return any(pattern.match(line) for pattern in _patterns())


@cache
def _patterns() -> list[re.Pattern[str]]:
    texts = (say_in(language, report).rstrip(".") for language in LANGUAGES for report in _REPORTS)
    return [re.compile(pattern_of(text, _HOLES)) for text in texts]
