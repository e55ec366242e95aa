"""Sets the clock of a Python process CLOCK_AHEAD seconds ahead, if PYTHONPATH names this directory."""  # noqa: INP001

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import django.utils.timezone

_AHEAD = float(os.environ.get("CLOCK_AHEAD", "0"))
_time = time.time


def _shifted_time() -> float:
    return _time() + _AHEAD


def _shifted_now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=_AHEAD)


if _AHEAD:
    time.time = _shifted_time
    django.utils.timezone.now = _shifted_now
