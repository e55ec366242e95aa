"""Tunables, overridable in the `STREAMING` setting. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed


@dataclass(frozen=True, slots=True)
class Conf:
    BEAT: float = 5.0  # between two looks at the database for what the layer lost
    IDLE_BEATS: int = 5  # an idle stream gets a heartbeat only each so many beats
    ACTIVE_FOR: float = 30.0  # a stream counts as active for so long after its last event
    INLINE_BYTES: int = 32_768  # an announcement up to this size carries its events
    LONGEST_REST: float = 0.01  # between two deliveries of a stream that is busy
    JOINS_AT_ONCE: int = 8  # sockets that are let in at a time; the others wait for their turn
    READ_LIMIT: int = 200  # events read from the database at a time
    SHARED_LIMIT: int = 1_000  # events within which clients that come back read together
    CATCH_UP_LIMIT: int = 50  # handed to one connection at a time, which keeps them until they are sent
    UNACKED_BYTES: int = 262_144  # credit of an acknowledging connection
    UNACKED_FRAMES: int = 200
    ACK_TIMEOUT: float = 30.0  # without credit for so long: closed with 4008
    SEND_TIMEOUT: float = 60.0  # takes nothing for so long: closed with 4008
    CLOSE_TIMEOUT: float = 5.0  # for a close to be taken; then the connection is dropped
    REJOIN: float = 3_600.0  # group memberships of some layers expire; renewed this often
    RETENTION_DAYS: int = 30


@cache
def conf() -> Conf:
    known = {field.name for field in fields(Conf)}
    given = getattr(settings, "STREAMING", {})
    if unknown := set(given) - known:
        raise ValueError(f"STREAMING has unknown settings: {', '.join(sorted(unknown))}.")
    return Conf(**given)


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "STREAMING":
        conf.cache_clear()


setting_changed.connect(_forget)  # sent by tests only
