"""The fields of a language's table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .grammar import Rule, Stage

_NAMES = {"WEEKDAY", "WEEKDAYS", "ADVERBDAY", "MONTH"}
_NONE: frozenset[str] = frozenset()


def flags(table: str) -> dict[str, dict[str, bool]]:
    """Words that only have a category: "THE the | A a an". "_" is a space: "up_to"."""
    rows = [row.split() for row in re.split(r"[|\n]", table) if row.strip()]
    return {category: {word.replace("_", " "): True for word in words} for category, *words in rows}


def numbered(words: str, first: int = 1) -> dict[str, int]:
    """Words whose value is their position in the list."""
    return {word: number for number, word in enumerate(words.split(), first)}


def spelled(values: Sequence[Any], table: str) -> dict[str, Any]:
    """The words of each value: "high top | medium | low"."""
    return {
        word: value for value, words in zip(values, table.split("|"), strict=True) for word in words.split()
    }


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.casefold().split())


class Name(NamedTuple):
    """A month (from 1) or a weekday (from 0). `is_word`: its name is also an ordinary word ("may")."""

    number: int
    is_word: bool


@dataclass(frozen=True)
class Language:
    """The words of a language by category, with their values. A word may be in several categories."""

    code: str
    words: Mapping[str, Mapping[str, Any]]
    also_words: frozenset[str] = _NONE  # names of days and months with other meanings
    not_before_date: frozenset[str] = _NONE  # "about": a date after it belongs to the title
    not_before_day: frozenset[str] = _NONE  # "black": a bare weekday after it is no day
    not_after_day: frozenset[str] = _NONE  # the name continues with these ("Sunday in the Park")
    connectors: frozenset[str] = _NONE  # may follow "at 5"; another word is counted by the 5
    not_before_digits: frozenset[str] = _NONE  # "Psalm": "12:30" and "1.2.30" after it are no time or date
    not_after_digits: frozenset[str] = _NONE  # "mark": "at 12:30" before it is not a time
    code_words: frozenset[str] = _NONE  # "flight": "10:30" is not a time in "BA 10:30" after it
    not_before_number: frozenset[str] = _NONE  # "am": the 5 of "I am at 5" is not a time
    number_words: frozenset[str] = _NONE  # "thermostat": "at 21" in such a text is not a time
    evening_words: frozenset[str] = _NONE  # "dinner": "at 7" in such a text is in the evening
    morning_words: frozenset[str] = _NONE  # "wake": in the morning
    not_before_urgent: frozenset[str] = _NONE  # "something urgent"
    not_after_urgent: frozenset[str] = _NONE  # "urgent care"
    do_verbs_come_last: bool = False  # a lower-case word after a date is not its noun
    does_by_end_series: bool = False  # one word for "by" and "until"
    is_day_dotted: bool = False  # "24.12" and "24.12." are dates without a preposition

    @cached_property
    def meanings(self) -> dict[str, dict[str, Any]]:
        """The categories of each word, casefolded, with its value in each."""
        found: dict[str, dict[str, Any]] = {}
        for category, words in self.words.items():
            for word, value in words.items():
                meaning = Name(value, word in self.also_words) if category in _NAMES else value
                found.setdefault(word.casefold(), {})[category] = meaning
        return found

    @cached_property
    def phrases(self) -> Stage:
        """The categories of several words together ("up to")."""
        return Stage(
            Rule(category, words.casefold(), lambda *_, value=value: value)
            for category, phrases in self.words.items()
            for words, value in phrases.items()
            if " " in words
        )
