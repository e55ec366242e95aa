"""Opens tabs, orders a burst, and notes what each event cost the server and when it came."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.samples import percentile
from benchmarks.tab import Tab


@dataclass(frozen=True, slots=True)
class Burst:
    cpu: float  # µs of the server's CPU per delivered event
    p50: float  # ms from an event's sending to its arrival in a tab
    p99: float


async def burst(server: str, contestant: str, tabs: int, events: int) -> Burst:
    async with connect(f"{server}/control", compression=None) as control:
        opened = [await Tab.open(f"{server}/{contestant}") for _ in range(tabs)]
        try:
            await asyncio.gather(*(tab.frames(1) for tab in opened))
            for tab in opened:
                tab.arrivals.clear()
            return await _measure(control, contestant, opened, events)
        finally:
            for tab in opened:
                tab.close()


async def _measure(control: ClientConnection, contestant: str, tabs: list[Tab], events: int) -> Burst:
    before = await _ask(control)
    answer = await _ask(control, contestant=contestant, events=events)
    await asyncio.gather(*(tab.frames(events) for tab in tabs))
    after = await _ask(control)
    delays = [
        arrived - sent for tab in tabs for sent, arrived in zip(answer["sent"], tab.arrivals, strict=True)
    ]
    return Burst(
        cpu=(after["cpu"] - before["cpu"]) * 1e6 / (len(tabs) * events),
        p50=percentile(delays, 50) * 1e3,
        p99=percentile(delays, 99) * 1e3,
    )


async def _ask(control: ClientConnection, **order: Any) -> dict[str, Any]:
    await control.send(json.dumps(order))
    answer: dict[str, Any] = json.loads(await control.recv())
    return answer
