"""Events and live frames as they travel, and the projections that turn them into text."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .cursor import Cursor


class Malformed(ValueError):
    """A message of the layer that cannot be read: from another version of the program, say."""


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Projection(ABC):
    """One client protocol: how the log looks on that wire. `None` leaves an event out."""

    @abstractmethod
    def event(self, entry: Entry) -> str | None: ...

    @abstractmethod
    def live(self, frame: LiveFrame) -> str | None: ...

    @abstractmethod
    def established(self, cursor: Cursor) -> str | None: ...

    @abstractmethod
    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        """`cursor` is the stream's top, which the client may not have reached."""

    @abstractmethod
    def reset(self, cursor: Cursor) -> str | None: ...


class _Projected:
    """Remembers its text for each projection, so that a process encodes once for all its connections."""

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
    """A frame that is not in the log (a piece of streaming text): who misses it reads the truth elsewhere."""

    type: str
    data: dict[str, Any]
    _texts: dict[Projection, str | None] = field(default_factory=dict, repr=False)

    def _encode(self, projection: Projection) -> str | None:
        return projection.live(self)

    @classmethod
    def parse(cls, payload: str) -> LiveFrame:
        match _loads(payload):
            case [str(kind), dict(data)]:
                return cls(kind, data)
        raise Malformed(payload)


def pack(entries: Sequence[Entry]) -> str:
    return dumps([[e.seq, e.type, e.at, e.data] for e in entries])


def unpack(epoch: str, payload: str) -> list[Entry]:
    """Raises `Malformed`."""
    try:
        return [Entry(epoch, seq, kind, at, data) for seq, kind, at, data in _loads(payload)]
    except (TypeError, ValueError) as error:
        raise Malformed(payload) from error


def _loads(payload: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise Malformed(payload) from error
