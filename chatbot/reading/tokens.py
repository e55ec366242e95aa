"""Splits a text into tokens: words, numbers, dates and times in digits, labels, punctuation.

Quotations, addresses and the parts that the caller excludes become one token each, without a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .grammar import Node
from .language import Language

_SHAPES = re.compile(
    r"(?P<ISO>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<DOTTED>\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)?)(?!\d)"
    r"|(?P<SLASHED>\d{1,2}/\d{1,2}(?:/\d{4}|/\d\d)?)(?!\d)"
    r"|(?P<TIME>\d{1,2}[:h]\d\d)(?!\d)"
    r"|(?P<DECIMAL>\d+[.,]\d+)"
    r"|(?P<NUMBER>\d+)"
    r"|(?P<HALFDAY>[ap]\.m\.?)(?!\w)"
    r"|(?P<HASHTAG>\#[^\W\d_][\w-]{0,49})(?!\w)"
    r"|(?P<BANG>!(?:!!|\w+))(?![\w!])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)
_MARKS = {
    ",": "COMMA",
    ":": "COLON",
    ".": "DOT",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    "~": "TILDE",
    "@": "AT",
    "&": "AND",
    "'": "APOSTROPHE",
    "’": "APOSTROPHE",
}
_OPAQUE = re.compile(
    r'"[^"]{1,300}"|“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|«[^«»]{1,300}»|»[^«»]{1,300}«|`[^`]{1,300}`'
    r"|(?<!\w)['‘](?=\S)(?:[^'’]|(?<=\w)['’](?=\w)){1,300}['’](?!\w)"
    r"|\b(?:https?|ftp|file|mailto|tel):[^\s]+|\bwww\.\S+"
)
_OPENING, _CLOSING = " ([{,;–—", " )]},;:.!?–—"


def tokenize(text: str, language: Language, plain: Iterable[tuple[int, int]]) -> list[Node]:
    nodes: list[Node] = []
    position = 0
    for start, end in _opaque_places(text, plain):
        nodes += _tokens(text, position, start, language)
        nodes.append(Node(start, end))
        position = end
    return nodes + _tokens(text, position, len(text), language)


def _opaque_places(text: str, plain: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The positions that are not read, in order; one of those that overlap."""
    places = sorted([match.span() for match in _OPAQUE.finditer(text)] + [(a, b) for a, b in plain if a < b])
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _tokens(text: str, start: int, end: int, language: Language) -> list[Node]:
    return [_node(match, language) for match in _SHAPES.finditer(text, start, end)]


def _node(match: re.Match[str], language: Language) -> Node:
    shape, text = str(match.lastgroup), match.group()
    start, end = match.span()
    if shape == "word":
        word = text.casefold().replace("’", "'")
        return Node(start, end, word, dict(language.meanings.get(word, ())))
    if shape == "mark":
        category = _MARKS.get(text)
        return Node(start, end, text, {category: text} if category else {})
    if shape == "NUMBER":
        return Node(start, end, "", {"NUM": int(text)} if len(text) <= 4 else {})
    value: Any = {"HALFDAY": text[0].lower() == "p"}.get(shape, text)
    return Node(start, end, "", {shape: value})


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a phrase starts and ends at word boundaries, and is not part of an address,
    a version or "Friday's"."""
    if start > 0 and text[start - 1] not in _OPENING:
        return False
    rest = text[end : end + 2]
    if not rest or rest[0] not in _CLOSING:
        return not rest
    return rest[0].isspace() or len(rest) == 1 or rest[0] in "–—" or not rest[1].isalnum()
