"""Read an answer in portions, so that an endpoint that sends without a pause does not block other runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

PORTION = 2_048  # bytes that are read at once: some ten chunks of an answer, half a millisecond
BURST = 0.002  # seconds of work after which a run yields
SHARE = 0.1  # of the time, for all runs together that read without having to wait


class Pace:
    """Shared by all runs of a process, on every loop, since they share one interpreter."""

    def __init__(self) -> None:
        self._free_at = 0.0

    async def rest(self, worked: float) -> None:
        """Wait until work of so many seconds, after that of other runs, is within the share."""
        now = time.monotonic()
        self._free_at = max(self._free_at, now) + worked / SHARE - worked
        await asyncio.sleep(self._free_at - now)


_pace = Pace()


async def paced(chunks: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """The same bytes. Work is the time between two portions; waiting for the endpoint does not count."""
    worked, since = 0.0, time.monotonic()
    async with aclosing(chunks):
        async for chunk in chunks:
            worked = max(worked - (time.monotonic() - since) * SHARE, 0.0)
            for start in range(0, len(chunk), PORTION):
                started = time.monotonic()
                yield chunk[start : start + PORTION]
                worked += time.monotonic() - started
                if worked > BURST:
                    await _pace.rest(worked)
                    worked = 0.0
            since = time.monotonic()
