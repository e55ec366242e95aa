"""Tells thinking in tags, as open models write it into their content, from what is said to the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .answer import Text, Thinking, Unsaid

_NAMES = ("think", "thinking", "thought", "reasoning")
_OPENING = (*(f"<{name}>" for name in _NAMES), "[think]", "◁think▷")
_CLOSING = (*(f"</{name}>" for name in _NAMES), "[/think]", "◁/think▷")
_TAG = re.compile("|".join(map(re.escape, _OPENING + _CLOSING)), re.IGNORECASE)
_LONGEST = max(map(len, _OPENING + _CLOSING))


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
        self._held += text
        while (tag := _TAG.search(self._held)) is not None:
            before, self._held = self._held[: tag.start()], self._held[tag.end() :]
            yield from self._take(before)
            yield from self._turn(tag[0])
        begin = _begin_of_tag(self._held)
        ready, self._held = self._held[:begin], self._held[begin:]
        yield from self._take(ready)

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
    said = ""
    thinking = ThinkingFilter()
    for piece in (*thinking.feed(text), *thinking.end()):
        match piece:
            case Unsaid():
                said = ""
            case Text():
                said += piece.text
    return said


def _begin_of_tag(text: str) -> int:
    """Where a tag may have begun that is not whole yet; the end of the text if nowhere."""
    for begin in range(max(0, len(text) - _LONGEST), len(text)):
        if any(tag.startswith(text[begin:].lower()) for tag in _OPENING + _CLOSING):
            return begin
    return len(text)
