"""The place of a text where the words of a search are, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chatbot.models.folding import fold

LENGTH = 180  # characters of an excerpt
BEFORE = 50  # characters before the first word that is found
_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_MARKDOWN = re.compile(r"\*\*|__|`|~~|^\s*(?:[-*+>]|#{1,6}|\d+\.)\s", re.MULTILINE)


def highlighted(text: str, words: Iterable[str]) -> SafeString:
    """The text as HTML, with each occurrence of a word in `<mark>`."""
    parts, end = [], 0
    for start, stop in _found(text, words):
        if start > end:
            parts.append(format_html("{}", text[end:start]))
        if stop > end:
            parts.append(format_html("<mark>{}</mark>", text[max(start, end) : stop]))
            end = stop
    return format_html_join("", "{}", ((part,) for part in [*parts, text[end:]]))


def highlighted_html(markup: str, words: Iterable[str]) -> SafeString:
    """The same for HTML that is safe: words in its text are marked, not those in its tags."""
    wanted = list(words)
    parts = _TAG.split(markup)  # text and tags in turn
    return mark_safe(  # noqa: S308 (the tags are those of the markup, the text is escaped again)
        "".join(part if at % 2 else highlighted(unescape(part), wanted) for at, part in enumerate(parts))
    )


def excerpt(text: str, words: Iterable[str]) -> SafeString:
    """The part of a text around the first word that is found, on one line and without marks of Markdown."""
    line, wanted = " ".join(_MARKDOWN.sub("", text).split()), list(words)
    first = next((start for start, _ in _found(line, wanted)), 0)
    begin = line.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    shown = line[begin : begin + LENGTH]
    before, after = "…" if begin else "", "…" if begin + LENGTH < len(line) else ""
    return format_html("{}{}{}", before, highlighted(shown, wanted), after)


def _found(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words are in the text, as the search compares them, in order."""
    wanted = [plain for word in words if (plain := fold(word))]
    if not wanted:
        return []
    folded, places = "", []
    for place, letter in enumerate(text):
        plain = fold(letter)
        folded += plain
        places += [place] * len(plain)
    places.append(len(text))
    found = []
    for word in wanted:
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            found.append((places[start], max(places[end], places[end - 1] + 1)))
            start = folded.find(word, end)
    return sorted(found)
