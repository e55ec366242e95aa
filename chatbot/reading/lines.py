"""Splits a text with several tasks into lines, as people type or paste them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*+•‣▪◦·–—](?:\s+|$))?")
_NUMBER = re.compile(r"\(?([0-9]{1,3})[.)]\s+")
_BOX = re.compile(r"(?:\[([ xX✓]?)\](?:\s|$)|([☐☑☒✓✔])\s?)?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]` is the text of one task, without list markers; `is_done`: its box is checked."""

    start: int
    end: int
    is_done: bool = False


def lines_of(text: str) -> list[Line]:
    """The lines with text, in order.

    Bullets and check boxes are not part of them, nor are numbers if consecutive lines count up from 1: "1.
    Advent" alone is a title.
    """
    lines = [(_BULLET.match(text, *line.span()), line.end()) for line in _LINE.finditer(text)]
    starts = [bullet.end() if bullet else end for bullet, end in lines]
    ends = [end for _, end in lines]
    numbers = [_NUMBER.match(text, start, end) for start, end in zip(starts, ends, strict=True)]
    for index in _counted([int(number[1]) if number else None for number in numbers]):
        if number := numbers[index]:
            starts[index] = number.end()
    found = [_without_box(text, start, end) for start, end in zip(starts, ends, strict=True)]
    return [line for line in found if text[line.start : line.end].strip()]


def _counted(numbers: list[int | None]) -> Iterable[int]:
    """The indexes of the numbers in runs of 1, 2 and so on."""
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if number == 1 and following == 2:
            run = index
            while run < len(numbers) and numbers[run] == run - index + 1:
                yield run
                run += 1


def _without_box(text: str, start: int, end: int) -> Line:
    box = _BOX.match(text, start, end)
    if box is None:
        return Line(start, end)
    mark = box[1] or box[2] or ""
    return Line(box.end(), end, is_done=mark not in {"", " ", "☐"})
