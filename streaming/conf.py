"""The defaults of the `STREAMING` setting. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed


@dataclass(frozen=True, slots=True)
class Conf:
    BEAT: float = 5.0  # between two comparisons with the database, which find what the layer lost
    IDLE_BEATS: int = 5  # an idle stream gets a heartbeat only every this many beats
    ACTIVE_FOR: float = 30.0  # a stream counts as active for this long after its last event
    GAP_WAIT: float = 0.05  # for the notification of an event that a later one has overtaken
    INLINE_BYTES: int = 32_768  # a notification up to this size carries its events
    UNACKED_BYTES: int = 262_144  # credit of a client that acknowledges
    UNACKED_FRAMES: int = 200
    ACK_TIMEOUT: float = 30.0  # a client without credit for this long is closed with 4008
    SEND_TIMEOUT: float = 60.0  # a client that accepts nothing for this long is closed with 4008
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
