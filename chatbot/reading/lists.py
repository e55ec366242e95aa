"""Finds the list that a text names: "+Household", "to the household list", "auf die Einkaufsliste".

Only a person's own lists are found, so that no other word is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_FORMS = (
    r"\+{name}",
    # "list" is said, or part of the name: "talk to Work" names none.
    r"(?:in|into|on|onto|to)\s+(?:the\s+|my\s+|our\s+)?list\s+[\"“„']?{name}[\"”“']?",
    r"(?:in|into|on|onto|to)\s+(?:the\s+|my\s+|our\s+)(?:{name}\s+list|{listed})",
    r"(?:in|auf|zu)\s+(?:(?:die|der|meine|meiner|unsere|unserer)\s+)?liste\s+[\"“„']?{name}[\"”“']?",
    r"(?:in|auf|zu|zur)\s+(?:(?:die|der|meine|meiner|unsere|unserer)\s+)?(?:{name}s?[\s-]?liste|{listed})",
)
_ENDS_IN_LIST = re.compile(r"list(?:e|en)?$", re.IGNORECASE)


def find_lists(
    text: str, names: Sequence[str], plain: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """The places of the text that name one of the lists, outside of `plain`, each with its proper name."""
    if not names:
        return {}
    known = {name.casefold(): name for name in names}
    taken = list(plain)
    return {
        match.span(): known[name.casefold()]
        for match in _pattern(tuple(names)).finditer(text)
        if (name := _name_in(match)) and not any(a < match.end() and b > match.start() for a, b in taken)
    }


def _name_in(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


@lru_cache(maxsize=100)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    forms = "|".join(_forms(names))
    return re.compile(rf"(?<!\S)(?:{forms})(?=$|[\s,;.:!?)])", re.IGNORECASE)


def _forms(names: tuple[str, ...]) -> Iterator[str]:
    longest_first = sorted(names, key=len, reverse=True)
    every = _any_of(longest_first)
    listed = [name for name in longest_first if _ENDS_IN_LIST.search(name)]
    for form in _FORMS:
        # A name with "list" in it is a group of its own; without one, nothing matches there.
        yield form.replace("{name}", every).replace("{listed}", _any_of(listed) if listed else r"(?!)()")


def _any_of(names: Iterable[str]) -> str:
    return f"({'|'.join(map(re.escape, names))})"
