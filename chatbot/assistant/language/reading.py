"""What every rule needs besides the words: the current time and the quotations taken out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .quoting import Quotes


@dataclass(frozen=True)
class Reading:
    now: datetime
    quotes: Quotes

    def plain(self, text: str) -> str:
        """`text` as the person wrote it."""
        return self.quotes.restore(text)
