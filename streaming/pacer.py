"""When events of a stream are delivered: a lone one at once, those of a burst together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

MAX_BATCH_DELAY = 0.01  # seconds


class Pacer:
    """Calls `deliver` soon after `schedule`, then pauses for as long as that delivery took.

    To send each of a hundred clients several events in a row costs a third less than one event at a time.
    """

    def __init__(self, deliver: Callable[[], None]) -> None:
        self._deliver = deliver
        self._timer: asyncio.TimerHandle | None = None
        # Of the next delivery. (Not the loop's clock: uvloop's stands still within a turn.)
        self._earliest = 0.0

    def schedule(self) -> None:
        if self._timer is None:
            delay = max(self._earliest - time.monotonic(), 0)
            self._timer = asyncio.get_running_loop().call_later(delay, self.flush)

    def flush(self) -> None:
        """Deliver now."""
        self.cancel()
        begun = time.monotonic()
        self._deliver()
        self._earliest = time.monotonic() + MAX_BATCH_DELAY
        # Daphne writes in the loop's next turn, so the delivery is over in the one after it.
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self._pause, begun)

    def _pause(self, begun: float) -> None:
        now = time.monotonic()
        self._earliest = now + min(now - begun, MAX_BATCH_DELAY)
        if self._timer is not None:
            self.cancel()
            self.schedule()

    def cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
