"""Which errors are retried, and when."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import openai
from django.conf import settings

_FIRST, _LONGEST = 0.5, 8.0  # seconds between retries, if the endpoint does not say
_LONGEST_ASKED = 60.0  # fail instead if the endpoint asks for more
_STATUSES = {408, 409, 429}
PASSING = {
    "rate_limited",
    "provider_error",
    "unreachable",
    "not_running",
    "no_such_host",
    "refused",
    "timeout",
}


def seconds_to_wait(error: openai.OpenAIError | httpx2.RequestError, retries: int) -> float | None:
    """How long to wait before the next retry; `None` if a retry is useless.

    A timeout is not retried: a model that is still loading would have to start again.
    """
    match error:
        case openai.APITimeoutError():
            return None
        case openai.APIStatusError() if error.status_code in _STATUSES or error.status_code >= 500:
            asked = _asked_for(error.response.headers.get)
            if asked is not None:
                # Half of the progress timeout of a run, so that the wait itself does not end the run.
                return asked if asked <= min(_LONGEST_ASKED, settings.RUN_TIMEOUT / 2) else None
        case openai.APIConnectionError() | httpx2.RequestError():
            pass
        case _:
            return None
    return min(_FIRST * 2.0**retries, _LONGEST) * random.uniform(0.75, 1)  # noqa: S311 - only spreads load


def _asked_for(header: Callable[[str], str | None]) -> float | None:
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        given = header(name)
        try:
            seconds = float(given or "") / divisor
        except ValueError:
            seconds = _until(given or "")
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    return None


def _until(date: str) -> float:
    """Seconds until an HTTP date; infinity if it is none."""
    try:
        return (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return math.inf
