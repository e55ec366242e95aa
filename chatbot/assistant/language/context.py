"""What every rule needs besides the words: the current time and the quotations taken out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from chatbot.reading import Reading, read

from .quoting import Quotes


@dataclass(frozen=True)
class Context:
    now: datetime
    quotes: Quotes

    def plain(self, text: str) -> str:
        """`text` as the person wrote it."""
        return self.quotes.restore(text)

    def read(self, text: str) -> Reading:
        """What `text`, its quotations taken out, says about one task."""
        return _read(text, self.now, self.now.tzinfo)


@lru_cache(maxsize=1_000)
def _read(text: str, now: datetime, zone: tzinfo | None) -> Reading:
    """Rules look at the same words several times, and each turn of a run reads its message again."""
    if zone is None:
        raise ValueError("the current time needs a zone")
    return read(text, now=now, zone=zone)
