"""How a watch hands events on: a lone one at once, those of a burst together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, pack
from streaming.guard import Guard
from streaming.log import Position
from streaming.watch import Watch

WRITING = 0.005  # seconds, half of the longest rest


@dataclass(eq=False)
class Tab:
    """Its server writes at once, as uvicorn does, or in the next turn of the loop, as Daphne does."""

    puts_off: bool
    tag: str = ""
    guard: Guard | None = None
    heard: list[list[int]] = field(default_factory=list)

    def hear(self, entries: Sequence[Entry]) -> None:
        self.heard.append([entry.seq for entry in entries])
        if self.puts_off:
            asyncio.get_running_loop().call_soon(time.sleep, WRITING)
        else:
            time.sleep(WRITING)

    def hear_live(self, frame: LiveFrame) -> None: ...

    def hear_beat(self, top: Cursor, interval: float) -> None: ...

    def hear_reset(self) -> None: ...

    def shut(self, code: int) -> None: ...


@pytest.fixture
def watch() -> Watch:
    watch = Watch("s")
    watch.position = Position("aaaa", 0, 0)
    watch.is_open = True
    return watch


def announce(watch: Watch, seq: int) -> None:
    entry = Entry("aaaa", seq, "e", "2026-11-22T00:00:00.000Z", {})
    watch.announced("aaaa", seq, seq, pack([entry]))


@pytest.mark.parametrize("puts_off", [False, True])
async def test_events_of_a_burst_go_together_however_the_server_writes(watch: Watch, puts_off: bool) -> None:
    tab = Tab(puts_off)
    watch.listeners.add(tab)
    begun = time.monotonic()
    for seq in range(1, 61):
        announce(watch, seq)
        await asyncio.sleep(0.001)
    async with asyncio.timeout(5):
        while sum(map(len, tab.heard)) < 60:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert [seq for batch in tab.heard for seq in batch] == list(range(1, 61))
    took = time.monotonic() - begun
    assert len(tab.heard) <= 2 + took / (2 * WRITING)  # as much rest as writing


async def test_lone_event_goes_out_at_once(watch: Watch) -> None:
    tab = Tab(puts_off=False)
    watch.listeners.add(tab)
    announce(watch, 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert tab.heard == [[1]]
