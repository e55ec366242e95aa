"""A lone event is delivered at once, those of a burst together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from streaming.entry import Entry
from streaming.pacer import FULL, MAX_PAUSE, Pacer

CLIENTS = 500
BATCH = FULL // CLIENTS  # events


class Deliveries:
    """Each of them takes some seconds."""

    def __init__(self, seconds: float = 0) -> None:
        self.batches: list[list[int]] = []
        self._seconds = seconds

    def __call__(self, entries: Sequence[Entry]) -> None:
        self.batches.append([entry.seq for entry in entries])
        time.sleep(self._seconds)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.001)


def entries(first: int, last: int) -> list[Entry]:
    return [Entry("0" * 8, seq, "e", "", {}) for seq in range(first, last + 1)]


def test_a_lone_event_is_delivered_at_once() -> None:
    deliveries = Deliveries()
    Pacer(deliveries).add(entries(1, 1), CLIENTS)
    assert deliveries.batches == [[1]]


async def test_events_that_come_during_the_pause_are_delivered_together() -> None:
    deliveries = Deliveries(MAX_PAUSE)
    pacer = Pacer(deliveries)
    for seq in range(1, BATCH + 1):
        pacer.add(entries(seq, seq), CLIENTS)
    assert deliveries.batches == [[1]]
    await deliveries.until(lambda: len(deliveries.batches) == 2)
    assert deliveries.batches[1] == list(range(2, BATCH + 1))


async def test_a_full_batch_does_not_wait() -> None:
    deliveries = Deliveries(MAX_PAUSE)
    pacer = Pacer(deliveries)
    for seq in range(1, BATCH + 3):
        pacer.add(entries(seq, seq), CLIENTS)
    assert deliveries.batches == [[1], list(range(2, BATCH + 2))]
    pacer.clear()


async def test_flush_delivers_now_and_once() -> None:
    deliveries = Deliveries(MAX_PAUSE)
    pacer = Pacer(deliveries)
    pacer.add(entries(1, 1), CLIENTS)
    pacer.add(entries(2, 2), CLIENTS)
    pacer.flush()
    pacer.flush()
    pacer.add(entries(3, 3), CLIENTS)
    await deliveries.until(lambda: len(deliveries.batches) == 3)
    assert deliveries.batches == [[1], [2], [3]]


async def test_cleared_events_are_not_delivered() -> None:
    deliveries = Deliveries(MAX_PAUSE)
    pacer = Pacer(deliveries)
    pacer.add(entries(1, 2), CLIENTS)
    pacer.add(entries(3, 3), CLIENTS)
    pacer.clear()
    await asyncio.sleep(2 * MAX_PAUSE)
    assert deliveries.batches == [[1, 2]]
