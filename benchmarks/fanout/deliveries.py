"""Opens tabs, requests events, and measures the server's cost and the time of each delivery."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.samples import percentile
from benchmarks.tabs import Tab, Tabs, open_tabs

INTERVAL = 0.01  # seconds between two paced events: a hundred a second, as in a run


@dataclass(frozen=True, slots=True)
class Audience:
    people: int
    tabs: int  # of each person
    burst: int  # events of a burst, to one person after the other
    paced: int  # of those at even intervals

    def __str__(self) -> str:
        return f"{self.people} × {self.tabs}" if self.people > 1 else str(self.tabs)


@dataclass(frozen=True, slots=True)
class Deliveries:
    cpu: float  # µs of the server's CPU per delivered event
    p50: float  # ms from an event's sending to its arrival in a tab
    p99: float


async def deliver(
    server: str, contestant: str, audience: Audience, path: str = "", kind: type[Tab] = Tab
) -> tuple[Deliveries, Deliveries]:
    """A burst, and then paced events, to the same tabs, at `path` or at the contestant's name."""
    address = path or f"{contestant}?"
    people = [f"{server}/{address}&person={number}" for number in range(audience.people)]
    async with connect(f"{server}/control", compression=None) as control:
        with open_tabs([url for url in people for _ in range(audience.tabs)], kind) as tabs:
            await tabs.receive(1)
            burst = await _deliver(control, tabs, contestant, audience, audience.burst, interval=0)
            paced = await _deliver(control, tabs, contestant, audience, audience.paced, interval=INTERVAL)
    return burst, paced


async def _deliver(
    control: ClientConnection,
    tabs: Tabs,
    contestant: str,
    audience: Audience,
    events: int,
    *,
    interval: float,
) -> Deliveries:
    people = audience.people
    before = await _ask(control)
    receiving = asyncio.create_task(tabs.receive(events // people))
    order = {"contestant": contestant, "people": people, "events": events, "interval": interval}
    sent = (await _ask(control, **order))["sent"]
    arrivals = await receiving
    after = await _ask(control)
    delays = [
        arrived - moment
        for number, tab in enumerate(arrivals)
        for moment, arrived in zip(sent[number // audience.tabs :: people], tab, strict=True)
    ]
    return Deliveries(
        cpu=(after["cpu"] - before["cpu"]) * 1e6 / len(delays),
        p50=percentile(delays, 50) * 1e3,
        p99=percentile(delays, 99) * 1e3,
    )


async def _ask(control: ClientConnection, **order: Any) -> dict[str, Any]:
    await control.send(json.dumps(order))
    answer: dict[str, Any] = json.loads(await control.recv())
    return answer
