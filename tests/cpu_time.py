"""Whether code is quick: no pattern or loop takes quadratic time for long texts."""

from __future__ import annotations

import time
from collections.abc import Callable

_ADDITIONS = 500_000
_SECONDS_OF_ADDITIONS = 0.025  # on the machine for which the limits were set


def is_quick(work: Callable[[], object], seconds: float) -> bool:
    """Whether the work takes less CPU time in this thread; a slow machine has more, as it is slower now."""
    taken = _cpu_time(work)
    return taken < seconds or taken < seconds * _cpu_time(_add) / _SECONDS_OF_ADDITIONS


def _cpu_time(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


def _add() -> int:
    total = 0
    for number in range(_ADDITIONS):
        total += number
    return total
