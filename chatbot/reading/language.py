"""What a table of a language has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .grammar import Builder, Rule, Stage
from .result import Reason

type Unit = tuple[str, int]
MINUTE, HOUR, DAY, WEEK = ("minutes", 1), ("minutes", 60), ("days", 1), ("days", 7)
MONTH, QUARTER, YEAR = ("months", 1), ("months", 3), ("months", 12)


def flags(words: str) -> dict[str, bool]:
    """Words that stand for nothing but their category."""
    return dict.fromkeys(words.split(), True)


class Name(NamedTuple):
    """A month (from 1) or a weekday (from 0). `is_word`: its name is an ordinary word as well ("may")."""

    number: int
    is_word: bool


@dataclass(frozen=True)
class Language:
    """The words of a language: by category, with what they stand for there. A word may be several."""

    code: str
    words: Mapping[str, Mapping[str, Any]]
    reasons: Mapping[Reason, str]
    also_words: frozenset[str] = frozenset()  # names of days and months that mean something else, too
    not_before_date: frozenset[str] = frozenset()  # "about": a date after it belongs to the title
    not_before_day: frozenset[str] = frozenset()  # "black": a bare weekday after it is no day
    not_after_day: frozenset[str] = frozenset()  # a preposition that names go on with ("Sunday in the Park")
    connectors: frozenset[str] = frozenset()  # may follow "at 5"; another word is counted by the 5
    not_before_digits: frozenset[str] = (
        frozenset()
    )  # "Psalm": "12:30" and "1.2.30" after it are no time or date
    not_before_number: frozenset[str] = frozenset()  # "am": the 5 of "I am at 5" is no time
    number_words: frozenset[str] = frozenset()  # "thermostat": "at 21" is no time where they are
    evening_words: frozenset[str] = frozenset()  # "dinner": "at 7" is in the evening where they are
    morning_words: frozenset[str] = frozenset()  # "wake": in the morning
    not_before_urgent: frozenset[str] = frozenset()  # "something urgent"
    not_after_urgent: frozenset[str] = frozenset()  # "urgent care"
    do_verbs_come_last: bool = False  # a word in small letters behind a date is no noun of it
    does_by_end_series: bool = False  # one word for "by" and "until"
    is_day_dotted: bool = False  # "24.12" and "24.12." are dates without a preposition

    @cached_property
    def meanings(self) -> dict[str, dict[str, Any]]:
        """The categories of each word, with what it stands for in them."""
        found: dict[str, dict[str, Any]] = {}
        for category, words in self.words.items():
            for word, value in words.items():
                is_name = category in ("WEEKDAY", "WEEKDAYS", "ADVERBDAY", "MONTH")
                found.setdefault(word, {})[category] = (
                    Name(value, word in self.also_words) if is_name else value
                )
        return found

    @cached_property
    def phrases(self) -> Stage:
        """What several words mean together ("up to")."""
        return Stage(
            Rule(category, words, _constant(value))
            for category, phrases in self.words.items()
            for words, value in phrases.items()
            if " " in words
        )


def _constant(value: Any) -> Builder:
    return lambda *_: value
