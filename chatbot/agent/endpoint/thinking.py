"""Separate thinking in tags, which open models write into their content, from the text for the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .answer import Text, Thinking, Unsaid

_NAMES = ("think", "thinking", "thought", "reasoning")
_OPENING = (*(f"<{name}>" for name in _NAMES), "[think]", "◁think▷")
_CLOSING = (*(f"</{name}>" for name in _NAMES), "[/think]", "◁/think▷")
_TAG = re.compile("|".join(map(re.escape, _OPENING + _CLOSING)), re.IGNORECASE)
_LONGEST = max(map(len, _OPENING + _CLOSING))
_PARTS = {tag[:length] for tag in _OPENING + _CLOSING for length in range(1, len(tag))}
_FIRST = {tag[0] for tag in _OPENING + _CLOSING}


class ThinkingFilter:
    """`feed` it text as it comes, in any pieces.

    A block begins at the beginning of a line, may lack its end, or its beginning: some templates of prompts
    hold the opening tag, so that only the closing one is answered. What came before it is then taken back,
    unless it is known that the text begins so (`is_thinking`).
    """

    def __init__(self, *, is_thinking: bool = False) -> None:
        self._held = ""
        self._is_thinking = self._has_thought = is_thinking
        self._said = ""  # the end of what was said

    def feed(self, text: str) -> Iterator[Text | Thinking | Unsaid]:
        text, self._held = self._held + text, ""
        position = 0
        for tag in _TAG.finditer(text):
            yield from self._take(text[position : tag.start()])
            yield from self._turn(tag[0])
            position = tag.end()
        begin = _begin_of_tag(text, position)
        self._held = text[begin:]
        yield from self._take(text[position:begin])

    def end(self) -> Iterator[Text | Thinking]:
        held, self._held = self._held, ""
        yield from self._take(held)

    def _turn(self, tag: str) -> Iterator[Text | Thinking | Unsaid]:
        is_opening = tag.lower() in _OPENING
        if self._is_thinking:
            self._is_thinking = is_opening
        elif is_opening and (not self._said.strip() or self._said.endswith("\n")):
            self._is_thinking = self._has_thought = True
        elif is_opening or self._said.endswith("`"):
            yield from self._take(tag)  # somebody writes about such tags
        elif not self._has_thought:
            self._said, self._has_thought = "", True
            yield Unsaid()

    def _take(self, text: str) -> Iterator[Text | Thinking]:
        if self._is_thinking:
            if text:
                yield Thinking(text)
            return
        if not self._said:
            text = text.lstrip()
        if text:
            self._said = (self._said + text)[-_LONGEST:]
            yield Text(text)


def without_thinking(text: str) -> str:
    said: list[str] = []
    thinking = ThinkingFilter()
    for piece in (*thinking.feed(text), *thinking.end()):
        match piece:
            case Unsaid():
                said.clear()
            case Text():
                said.append(piece.text)
    return "".join(said)


def _begin_of_tag(text: str, start: int) -> int:
    """Where, from `start` on, an incomplete tag may start; the end of the text if there is none."""
    begin = max(text.rfind(first, max(start, len(text) - _LONGEST)) for first in _FIRST)
    return begin if begin >= 0 and text[begin:].lower() in _PARTS else len(text)
