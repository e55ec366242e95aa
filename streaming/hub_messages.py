"""What hubs are notified of about a stream, and the messages of the channel layer that carry it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .conf import conf
from .entry import Entry, LiveFrame, dumps


class Malformed(ValueError):
    """A message that cannot be read: from another version of the program, say."""


@dataclass(frozen=True, slots=True)
class Committed:
    """Events were committed one after the other. Without `entries`, they have to be read from the log."""

    epoch: str
    first: int
    last: int
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Close:
    """Connections that were opened under `tag` have to be closed; all of them without a tag."""

    tag: str | None
    code: int


@dataclass(frozen=True, slots=True)
class Check:
    """Connections may have lost the right to listen."""


type Notification = Committed | LiveFrame | Close | Check


def to_message(stream: str, notification: Notification) -> dict[str, Any]:
    match notification:
        case Committed(epoch, first, last, entries):
            payload = dumps([[e.seq, e.type, e.at, e.data] for e in entries])
            return {
                "type": "stream.announce",
                "stream": stream,
                "epoch": epoch,
                "first": first,
                "last": last,
                "payload": payload if len(payload) <= conf().INLINE_BYTES else None,
            }
        case LiveFrame(kind, data):
            return {"type": "stream.live", "stream": stream, "payload": dumps([kind, data])}
        case Close(tag, code):
            return {"type": "stream.close", "stream": stream, "tag": tag, "code": code}
        case Check():
            return {"type": "stream.check", "stream": stream}


def from_message(message: dict[str, Any]) -> Notification:
    """Raises `Malformed`. Events that cannot be read are left to the log."""
    match message:
        case {
            "type": "stream.announce",
            "epoch": str(epoch),
            "first": int(first),
            "last": int(last),
            "payload": str() | None as payload,
        }:
            return Committed(epoch, first, last, _entries(epoch, first, last, payload))
        case {"type": "stream.live", "payload": str(payload)}:
            return _live_frame(payload)
        case {"type": "stream.close", "tag": str() | None as tag, "code": int(code)}:
            return Close(tag, code)
        case {"type": "stream.check"}:
            return Check()
    raise Malformed(str(message)[:200])


def _entries(epoch: str, first: int, last: int, payload: str | None) -> Sequence[Entry]:
    try:
        rows = json.loads(payload) if payload is not None else []
        entries = [Entry(epoch, seq, kind, at, data) for seq, kind, at, data in rows]
    except (TypeError, ValueError):
        return ()
    return entries if [entry.seq for entry in entries] == list(range(first, last + 1)) else ()


def _live_frame(payload: str) -> LiveFrame:
    try:
        match json.loads(payload):
            case [str(kind), dict(data)]:
                return LiveFrame(kind, data)
    except ValueError as error:
        raise Malformed(payload) from error
    raise Malformed(payload)
