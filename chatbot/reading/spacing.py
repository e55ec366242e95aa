"""Normalizes spaces before reading, and maps positions back to the text as it was typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from .result import Place

_WORD = re.compile(r"\S+")


class Spacing:
    """`text` is the typed text with single spaces, as in titles, so that both are read in the same way."""

    def __init__(self, typed: str) -> None:
        self.text = " ".join(typed.split())
        self._places: list[int] = []
        for word in _WORD.finditer(typed) if self.text != typed else ():
            if self._places:
                self._places.append(self._places[-1] + 1)
            self._places += range(word.start(), word.end())

    def inwards(self, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Map positions of the typed text to positions of `text`."""
        if not self._places:
            return list(places)
        return [(bisect_left(self._places, start), bisect_left(self._places, end)) for start, end in places]

    def outwards[P: Place](self, one: P) -> P:
        """Map the position of `one` back to the typed text."""
        if not self._places:
            return one
        return replace(one, start=self._places[one.start], end=self._places[one.end - 1] + 1)
