"""Positions in a stream, as clients store them: opaque `epoch:seq` texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_CURSOR = re.compile(r"([0-9a-f]{8}):([0-9]{1,18})", re.ASCII)


class BadCursor(ValueError):
    """The text is not a cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    epoch: str
    seq: int

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise BadCursor("Not a cursor of this stream.")
        return cls(match[1], int(match[2]))

    @classmethod
    def given(cls, text: str | None) -> Self | None:
        """The cursor that a client sent; `None` if it sent none.

        An invalid text becomes a cursor that no stream can resume, which leads to a reset.
        """
        if not text:
            return None
        try:
            return cls.parse(text)
        except BadCursor:
            return cls("0" * 8, 0)

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"
