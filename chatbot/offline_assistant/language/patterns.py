"""Parts of the rules' regular expressions."""

from __future__ import annotations

import re

NOUN = r"(?:tasks?|to[- ]?dos?|items?|reminders?|entry|entries|things?|ones?|jobs?|chores?)"
LIST = r"(?:(?:to[- ]?do|task|tasks|shopping|todo)[- ]?)?lists?"

_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
NUMBER_WORD = rf"(?:{'|'.join(_NUMBER_WORDS)})"


def rx(pattern: str) -> re.Pattern[str]:
    """Compile `pattern`, ignoring case."""
    return re.compile(pattern, re.IGNORECASE)


def count_of(text: str) -> int:
    """The number in digits or as a word up to twelve; "a" and "an" are 1, "couple" 2, "few" 3."""
    word = text.lower()
    if word.isdecimal():
        return int(word)
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS.index(word) + 1
    return {"couple": 2, "few": 3}.get(word.removeprefix("a ").removesuffix(" of").strip(), 1)


_EDGE_DIRT = " \t\r\n,;:–—-"
_SPACES = re.compile(r"[ \t\r\n]+")
_BEFORE_PUNCTUATION = re.compile(r" +(?=[,.;!](?:\s|$))")
_DOUBLED_COMMA = re.compile(r",(?:\s*,)+")
_EMPTY_BRACKETS = re.compile(r"\(\s*[,;]?\s*\)|\[\s*\]")


def tidy(text: str) -> str:
    """`text` with the separators cleaned up after parts were cut out."""
    text = _EMPTY_BRACKETS.sub(" ", text)
    text = _SPACES.sub(" ", text)
    text = _BEFORE_PUNCTUATION.sub("", text)
    text = _DOUBLED_COMMA.sub(",", text)
    return text.strip(_EDGE_DIRT)


def cut(text: str, start: int, end: int) -> str:
    """`text` without the characters from `start` to `end`."""
    return tidy(f"{text[:start]} {text[end:]}")
