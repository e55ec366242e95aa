"""Finds the list that a text names: "+Household", "to the household list", "auf die Einkaufsliste".

Only a person's own lists are found, so that no other word is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_QUOTED = r"[\"“„']?{name}[\"”“']?"
_ENGLISH = r"{name}\s+list|{listed}"
_GERMAN = r"{name}s?[\s-]?liste|{listed}"
# Without the words before it, as in "show the household list".
_CALLED = rf"list\s+{_QUOTED}|{_ENGLISH}|liste\s+{_QUOTED}|{_GERMAN}"
_PLACED = (
    r"\+{name}"
    # "list" is said, or part of the name: "talk to Work" names none.
    rf"|(?:in|into|on|onto|to)\s+(?:(?:the\s+|my\s+|our\s+)?list\s+{_QUOTED}"
    rf"|(?:the\s+|my\s+|our\s+)(?:{_ENGLISH}))"
    r"|(?:in|auf|zu|zur)\s+(?:(?:die|der|meine|meiner|unsere|unserer)\s+)?"
    rf"(?:liste\s+{_QUOTED}|{_GERMAN})"
)
_ENDS_IN_LIST = re.compile(r"(?:list(?:e|en)?|inbox|eingang)$", re.IGNORECASE)

type Places = dict[tuple[int, int], str]  # each with the proper name of the list


def find_lists(text: str, names: Sequence[str], plain: Iterable[tuple[int, int]] = ()) -> Places:
    """Where the text puts something on one of the lists, outside of `plain`."""
    return _find(_PLACED, text, names, tuple(plain))


def find_called_lists(text: str, names: Sequence[str]) -> Places:
    """Where the text says "the work list", or another name that says that it is a list."""
    return _find(_CALLED, text, names)


def called_list(names: Sequence[str]) -> str:
    """The pattern for what calls one of the lists a list. The group that matches has its name."""
    return _of(_CALLED, tuple(names))


def _find(form: str, text: str, names: Sequence[str], plain: tuple[tuple[int, int], ...] = ()) -> Places:
    known = {name.casefold(): name for name in names}
    return {
        match.span(): known[name.casefold()]
        for match in (_pattern(form, tuple(names)).finditer(text) if names else ())
        if (name := next(filter(None, match.groups())))
        and not any(start < match.end() and end > match.start() for start, end in plain)
    }


@lru_cache(maxsize=200)
def _pattern(form: str, names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_of(form, names)})(?=$|[\s,;.:!?)])", re.IGNORECASE)


def _of(form: str, names: tuple[str, ...]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    listed = [name for name in longest_first if _ENDS_IN_LIST.search(name)]
    return form.replace("{name}", _any_of(longest_first)).replace("{listed}", _any_of(listed))


def _any_of(names: Sequence[str]) -> str:
    """A group of the names; without one, nothing matches."""
    return f"({'|'.join(map(re.escape, names)) or '(?!)'})"
