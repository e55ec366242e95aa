"""A lone event is delivered at once, those of a burst together."""

from __future__ import annotations

import asyncio
import time

import pytest

from streaming.pacer import MAX_BATCH_DELAY, Pacer

WRITING = MAX_BATCH_DELAY / 2  # seconds


class Stream:
    """Its server writes at once, as uvicorn does, or in the next turn of the loop, as Daphne does."""

    def __init__(self, *, writes_later: bool = False) -> None:
        self.batches: list[int] = []
        self.pacer = Pacer(self._deliver)
        self._pending = 0
        self._writes_later = writes_later

    def add(self) -> None:
        self._pending += 1
        self.pacer.schedule()

    async def delivered(self, count: int) -> None:
        async with asyncio.timeout(5):
            while sum(self.batches) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    def _deliver(self) -> None:
        self.batches.append(self._pending)
        self._pending = 0
        if self._writes_later:
            asyncio.get_running_loop().call_soon(time.sleep, WRITING)
        else:
            time.sleep(WRITING)


@pytest.mark.parametrize("writes_later", [False, True])
async def test_events_of_a_burst_are_delivered_together(*, writes_later: bool) -> None:
    stream = Stream(writes_later=writes_later)
    begun = time.monotonic()
    for _ in range(60):
        stream.add()
        await asyncio.sleep(0.001)
    await stream.delivered(60)
    assert len(stream.batches) <= 2 + (time.monotonic() - begun) / (
        2 * WRITING
    )  # it pauses as long as it writes


async def test_a_lone_event_is_delivered_at_once() -> None:
    stream = Stream()
    stream.add()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert stream.batches == [1]


async def test_flush_delivers_now_and_once() -> None:
    stream = Stream()
    stream.add()
    stream.pacer.flush()
    assert stream.batches == [1]
    stream.add()
    await stream.delivered(2)
    assert stream.batches == [1, 1]
