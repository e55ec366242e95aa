"""Reads references to tasks: by number, by position in the list, by words of the title, or by a pronoun."""

from __future__ import annotations

import re

from .commands import Filter, Matching, Mentioned, Newest, Numbers, Position, Reference, Targets, Words
from .context import Context
from .filters import read_filter
from .patterns import LIST, NOUN, NUMBER_WORD, count_of, rx, tidy
from .quoting import QUOTED

_MOST_NUMBERS = 50
_LONGEST_RANGE = 1_000
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_ORDINAL = rf"(?P<nth>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|last|final|bottom|top|next)"
_OWN = r"(?:(?P<own>my|our)\s+|the\s+|that\s+)?"
_ONE = r"(?:task|to[- ]?do|item|one|entry)"
_ON_LIST = rf"(?:\s+(?:on|in|of|from)\s+(?:(?P<own2>my|our|the)\s+)?(?:{LIST}|tasks))?"
_PLACE = rx(rf"{_OWN}(?:very\s+)?{_ORDINAL}(?:\s+(?:open\s+|pending\s+)?{_ONE})?{_ON_LIST}")
_PLACES = rx(
    rf"{_OWN}(?P<end>first|last|top)\s+(?P<count>\d{{1,2}}|{NUMBER_WORD}|couple)(?:\s+(?:of\s+)?"
    rf"(?:{NOUN}))?{_ON_LIST}"
)
_NEWEST = rx(
    rf"{_OWN}(?:newest|latest|most\s+recent|last\s+added)(?:\s+{_ONE})?"
    rf"|(?:the\s+|that\s+)?(?:last\s+)?{_ONE}\s+(?:that\s+)?i\s+(?:just\s+|last\s+)?(?:added|created|made)"
    r"(?:\s+last)?"
)
_ONE_MENTIONED = rx(rf"its?|that|this|(?:this|that|the\s+same)(?:\s+{_ONE})?|the\s+one")
_SEVERAL_MENTIONED = rx(
    r"them|those|these|their|both|(?:all|both)\s+of\s+(?:them|those|these)|them\s+all|(?:those|these|both"
    rf"|all\s+those|all\s+these)(?:\s+(?:two|three))?\s+{NOUN}"
)
_EVERYTHING = rx(
    r"(?:all|every|each|everything|(?:the|my)\s+(?:whole|entire)?)(?:\s+of)?(?:\s+(?:my|the|our))?(?:\s+"
    rf"(?:{NOUN}|{LIST}|everything))?(?:\s+(?:on|in|from)\s+(?:my|the)\s+{LIST})?"
    rf"|(?:my|the|all)\s+(?:whole\s+|entire\s+)?(?:tasks|to[- ]?dos|items|{LIST})"
)
OTHERS = rx(
    rf"(?:all\s+(?:of\s+)?)?the\s+(?:rest|remainder|others)(?:\s+of\s+(?:them|(?:(?:the|my)\s+)?(?:{NOUN}|{LIST})))?"
    rf"|all\s+(?:(?:the|my)\s+)?(?:others?|remaining)(?:\s+{NOUN})?|everything\s+else|all\s+else"
    rf"|the\s+(?:other|remaining)\s+{NOUN}"
)
# If words that are not understood contain one of these, their parts are not read as single tasks.
_ALL = rx(r"\b(?:all|every(?:thing|one)?|each|any(?:thing)?|none|nothing|rest|others?)\b")
_NUMBERED = rx(
    rf"(?:the\s+|my\s+)?(?:(?:{NOUN}|numbers?|no\.?|nr\.?|ids?)\s*)*(?:(?P<hash>#)\s?)?(?P<first>\d{{1,9}})"
    rf"(?:\s*(?:-|–|to|through|until)\s*#?(?P<last>\d{{1,9}}))?(?:\s+one)?"
    rf"|(?:the\s+|my\s+)?(?:{NOUN}\s+(?:number\s+)?|number\s+)(?P<word>{NUMBER_WORD})"
)
_SEPARATOR = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+and\s+(?:also\s+)?|\s*&\s*|\s+plus\s+", re.IGNORECASE)
_SPACED_NUMBERS = rx(r"(?:tasks?\s+|#)?#?\d{1,9}(?:\s+#?\d{1,9})+")
_LEADING = rx(
    rf"^(?:(?:the|my|our|a|an|that|this|one|off|of|up)\s+)*(?:(?:{_ONE})\s+(?:(?:called|named|titled|about"
    r"|with|for|to|that\s+says|on|of|where|saying)\s+)?)?(?:the\s+|my\s+)?"
)
_NONE_YET = rx(
    r"(?:(?:the|my|our|your|a|an|some|one|of)\b\s*)*(?:tasks?|to[- ]?dos?|items?|something|one|ones)?"
)
_PLURAL = rx(r"\s(?:tasks|to-?dos|items|ones)$")
_EACH = rx(rf"^(?:every|each)\s+.+\s{_ONE}$")
_EVERY = rx(r"^(?:all|every|each)\s+(?:of\s+)?")
_TRAILING = rx(
    rf"(?:\s+(?:{_ONE}|tasks|to-?dos|items|ones)|\s+(?:from|on|off|in)\s+(?:my|the)\s+(?:{LIST}|tasks))+$"
)


def read_targets(text: str, context: Context) -> Targets:
    """The tasks that `text` refers to; () if there are none. Words are kept together: "salt and pepper"
    may be one title."""
    text = tidy(text).rstrip(".!?")
    text = rx(rf"^{NOUN}:\s*").sub("", text)
    if OTHERS.fullmatch(text):
        return ()
    whole = read_one(text, context)
    if whole is None or not isinstance(whole, Words):
        return () if whole is None else (whole,)
    if _SPACED_NUMBERS.fullmatch(text):
        return (Numbers(tuple(int(number) for number in re.findall(r"\d+", text))),)
    parts = [part for part in _SEPARATOR.split(text) if part]
    found = [read_one(part, context) for part in parts[:_MOST_NUMBERS]]
    kinds = [reference for reference in found if reference is not None]
    if any(isinstance(kind, Words) and _ALL.search(kind.text) for kind in kinds):
        return (whole,)
    quoted = all(len(part) == 1 and QUOTED.fullmatch(part) for part in parts)
    if len(kinds) > 1 and (quoted or any(not isinstance(kind, Words) for kind in kinds)):
        return merged(kinds)
    return (whole,)


def merged(references: list[Reference]) -> Targets:
    if all(isinstance(reference, Numbers) for reference in references):
        every = [number for one in references if isinstance(one, Numbers) for number in one.numbers]
        return (Numbers(tuple(dict.fromkeys(every))),)
    return tuple(dict.fromkeys(references))


def read_one(text: str, context: Context) -> Reference | None:
    """The one reference that `text` is; None if it only says "task", or ends after "my"."""
    text = text.strip(" .!?,;:")
    if not text or _NONE_YET.fullmatch(text):
        return None
    found = _by_number(text) or _by_place(text)
    if found:
        return found
    if _ONE_MENTIONED.fullmatch(text):
        return Mentioned()
    if _SEVERAL_MENTIONED.fullmatch(text):
        return Mentioned(several=True)
    if _EVERYTHING.fullmatch(text):
        return Matching(Filter(status="pending"))
    return _by_filter(text, context) or _by_words(text, context)


def _by_number(text: str) -> Reference | None:
    match = _NUMBERED.fullmatch(text)
    if not match:
        return None
    if match["word"]:
        return Numbers((count_of(match["word"]),))
    first, last = int(match["first"]), int(match["last"] or match["first"])
    first, last = min(first, last), max(first, last)
    return Numbers(tuple(range(first, last + 1))) if last - first < _LONGEST_RANGE else None


def _by_place(text: str) -> Reference | None:
    if _NEWEST.fullmatch(text):
        return Newest()
    match = _PLACES.fullmatch(text)
    if match:
        count = min(count_of(match["count"]), _MOST_NUMBERS)
        indexes = range(-count, 0) if match["end"].lower() == "last" else range(count)
        return Position(tuple(indexes), of_shown=not (match["own"] or match["own2"]))
    match = _PLACE.fullmatch(text)
    if not match:
        return None
    nth = match["nth"].lower()
    index = -1 if nth in ("last", "final", "bottom") else 0 if nth in ("top", "next") else _ordinal(nth)
    return Position((index,), of_shown=not (match["own"] or match["own2"]))


def _ordinal(nth: str) -> int:
    return _ORDINALS.index(nth) if nth in _ORDINALS else max(int(nth[:-2]) - 1, 0)


def _by_filter(text: str, context: Context) -> Reference | None:
    """ "all overdue tasks", "the #home tasks". A single "urgent task" is found by its words instead."""
    if not rx(r"\b(?:all|every|everything|each|tasks|to-?dos|items|ones|reminders)\b").search(text):
        return None
    found = read_filter(text, context)
    if found.leftover or not found.is_meant:
        return None
    return Matching(found.filter)


def _by_words(text: str, context: Context) -> Reference | None:
    is_several = bool(_PLURAL.search(text) or _EACH.match(text))
    stripped = _TRAILING.sub("", _LEADING.sub("", _EVERY.sub("", text) if is_several else text))
    words = context.plain(stripped.strip(" .!?,;:") or text)
    return Words(words, several=is_several) if words else None


def parts_of(words: str) -> list[str]:
    """The single titles that "milk, eggs and the bread task" may stand for."""
    if _ALL.search(words):
        return [words]
    parts = [_TRAILING.sub("", _LEADING.sub("", part)).strip() for part in _SEPARATOR.split(words)]
    return [part for part in parts[:_MOST_NUMBERS] if part] or [words]
