"""What every rule needs besides the text: the current time, and the quotations removed from the text."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from chatbot.formatting.request_dates import current_date_settings
from chatbot.reading import (
    DateRange,
    Due,
    Reading,
    Shift,
    Unread,
    find_lists,
    read,
    read_due,
    read_range,
    read_repeat,
)

from .quoting import Quotes

_LONGEST_DATE = 600
_cached = lru_cache(maxsize=1_000)
_read, _read_due, _read_range = _cached(read), _cached(read_due), _cached(read_range)
_read_repeat = _cached(read_repeat)
_known_lists: ContextVar[tuple[str, ...]] = ContextVar("known_lists", default=())


@contextmanager
def known_lists(names: Sequence[str]) -> Iterator[None]:
    """The person's lists, while a message is read."""
    token = _known_lists.set(tuple(names))
    try:
        yield
    finally:
        _known_lists.reset(token)


@dataclass(frozen=True)
class Context:
    """The context of a message. It caches what was read: rules read the same words several times, and each
    turn of a run reads the message again."""

    now: datetime
    quotes: Quotes
    language: str = "en"

    def plain(self, text: str) -> str:
        """`text` as the person typed it, with its quotations."""
        return self.quotes.restore(text)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The names of the person's lists, and the quotations that are such a name."""
        names = _known_lists.get()
        return (*names, *self.quotes.of({name.casefold() for name in names})) if names else ()

    def list_called(self, name: str) -> str:
        """The proper name of one of `lists`."""
        plain = self.plain(name).casefold()
        return next(one for one in _known_lists.get() if one.casefold() == plain)

    def lists_in(self, text: str) -> dict[tuple[int, int], str]:
        """Where `text` puts something on one of the lists."""
        return {place: self.list_called(name) for place, name in find_lists(text, self.lists).items()}

    def read(self, text: str) -> Reading:
        """What `text` says about one task, without its quotations."""
        return _read(text, **_settings(self.now), language=self.language, lists=self.lists)

    def is_repeat(self, text: str) -> bool:
        """Whether the whole text says how something repeats."""
        if len(text) > _LONGEST_DATE:
            return False
        return _read_repeat(text, **_settings(self.now), language=self.language) is not None

    def due_in(self, text: str) -> Due | Shift | Unread | None:
        """The due date, or its shift, with which `text` ends."""
        if len(text) > _LONGEST_DATE:
            return None
        found = _read_due(text, **_settings(self.now), language=self.language)
        return found or _read_due(text, **_settings(self.now), language="en")

    def days_in(self, text: str, *, is_past: bool = False) -> DateRange | None:
        """The days that `text` names; `is_past`: they are over, as in "what did I finish on Monday?"."""
        found = self.range_in(text, is_past=is_past)
        return found if isinstance(found, DateRange) else None

    def range_in(self, text: str, *, is_past: bool = False) -> DateRange | Unread | None:
        """Like `days_in`; or the words that look like days but are not."""
        if len(text) > _LONGEST_DATE:
            return None
        return _read_range(text, **_settings(self.now), language=self.language, is_past=is_past)

    def due(self, text: str) -> Due | Shift | None:
        """The due date, or the shift of one, that `text` is as a whole."""
        found = self.due_in(text)
        return found if isinstance(found, Due | Shift) and found.start == 0 else None


def is_german_spoken() -> bool:
    """Whether the person may write in German."""
    return current_date_settings().language.split("-")[0] == "de"


def days_in(text: str, now: datetime) -> DateRange | None:
    """Like `Context.days_in`, for English text."""
    return Context(now, Quotes()).days_in(text)


def _settings(now: datetime) -> dict[str, Hashable]:
    """The current time with its zone, and the first day of the person's week."""
    if now.tzinfo is None:
        raise ValueError("the current time needs a zone")
    return {"now": now, "zone": now.tzinfo, "week_start": current_date_settings().week_start}
