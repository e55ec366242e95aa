"""How many requests a person's programs may send a minute: counted in Redis, or without it by the process.

Answers say it as in draft-ietf-httpapi-ratelimit-headers-10. Pages, which have sessions, are not counted.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from streaming.layers.redis_client import redis_client, redis_errors

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
POLICY = "requests"
_TIMEOUT = 0.5  # seconds; Redis is next to the server, and without it nothing is refused
_MOST_COUNTED = 10_000  # senders, in one process


class Rate(NamedTuple):
    limit: int
    used: int
    resets_in: float  # seconds

    @property
    def left(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit


class PersonThrottle(BaseThrottle):
    """Refuses the requests of a person beyond the limit; tokens of one person are counted together."""

    rate: Rate | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is None:
            return True
        view.rate = self.rate = count_request(str(request.user.pk))
        return self.rate is None or not self.rate.is_exceeded

    def wait(self) -> float | None:
        return self.rate.resets_in if self.rate else None


def count_request(sender: str) -> Rate | None:
    """Count one request of a person, or of an address where no person is known; `None` without a limit."""
    limit: int = settings.API_REQUESTS_PER_MINUTE
    if not limit:
        return None
    count = _count_in_redis if settings.REDIS_URL else _count_in_process
    return Rate(limit, *count(sender))


def describe_rate(response: Any, rate: Rate) -> None:
    response["RateLimit-Policy"] = f'"{POLICY}";q={rate.limit};w={WINDOW}'
    left = f'"{POLICY}";r={rate.left};t={math.ceil(rate.resets_in)}'
    response["RateLimit"] = ", ".join(filter(None, [left, response.get("RateLimit")]))


def _count_in_redis(sender: str) -> tuple[int, float]:
    """How many requests of the window there are with this one, and the seconds that are left of it."""
    key = f"lockstep:requests:{sender}"
    try:
        with _redis(settings.REDIS_URL).pipeline(transaction=True) as window:
            window.set(key, 0, ex=WINDOW, nx=True)
            window.incr(key)
            window.pttl(key)
            _, used, milliseconds = window.execute()
    except redis_errors() as error:
        logger.warning("Requests are not counted: Redis is away: %s", error)
        return 0, WINDOW
    return used, milliseconds / 1000


@cache
def _redis(setting: str) -> Redis:
    return redis_client(setting, timeout=_TIMEOUT)


_windows: dict[str, tuple[float, int]] = {}  # when the window of a sender ends, and the requests in it
_lock = threading.Lock()


def _count_in_process(sender: str) -> tuple[int, float]:
    now = time.monotonic()
    with _lock:
        if len(_windows) > _MOST_COUNTED:
            _windows.clear()
        ends, used = _windows.get(sender, (0.0, 0))
        ends, used = (ends, used + 1) if ends > now else (now + WINDOW, 1)
        _windows[sender] = ends, used
    return used, ends - now
