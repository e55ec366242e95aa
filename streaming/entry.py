"""Events and live frames, and the projections that turn them into text."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from .cursor import Cursor


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Projection(ABC):
    """The frames of one client protocol. `None` leaves an event out."""

    @abstractmethod
    def event(self, entry: Entry) -> str | None: ...

    @abstractmethod
    def live(self, frame: LiveFrame) -> str | None: ...

    @abstractmethod
    def established(self, cursor: Cursor) -> str | None: ...

    @abstractmethod
    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        """`cursor` is the end of the stream, which the client may not have reached."""

    @abstractmethod
    def reset(self, cursor: Cursor) -> str | None: ...


class _Projected:
    """Caches its text for each projection, so that a process encodes once for all its connections."""

    __slots__ = ()
    _texts: dict[Projection, str | None]

    def text(self, projection: Projection) -> str | None:
        try:
            return self._texts[projection]
        except KeyError:
            text = self._texts[projection] = self._encode(projection)
            return text

    @abstractmethod
    def _encode(self, projection: Projection) -> str | None: ...


@dataclass(slots=True, eq=False)
class Entry(_Projected):
    """An event of a stream. `at` is ISO 8601 in UTC, by the database's clock."""

    epoch: str
    seq: int
    type: str
    at: str
    data: dict[str, Any]
    _texts: dict[Projection, str | None] = field(default_factory=dict, repr=False)

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.epoch, self.seq)

    def _encode(self, projection: Projection) -> str | None:
        return projection.event(self)


@dataclass(slots=True, eq=False)
class LiveFrame(_Projected):
    """A frame that is not in the log (a piece of streaming text): a client that misses it
    reads the stored state."""

    type: str
    data: dict[str, Any]
    _texts: dict[Projection, str | None] = field(default_factory=dict, repr=False)

    def _encode(self, projection: Projection) -> str | None:
        return projection.live(self)
