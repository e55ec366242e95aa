"""Opens tabs, orders a burst, and notes what each event cost the server and when it came."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.samples import percentile
from benchmarks.tabs import open_tabs


@dataclass(frozen=True, slots=True)
class Burst:
    cpu: float  # µs of the server's CPU per delivered event
    p50: float  # ms from an event's sending to its arrival in a tab
    p99: float


async def burst(server: str, contestant: str, tabs: int, events: int) -> Burst:
    async with connect(f"{server}/control", compression=None) as control:
        with open_tabs(f"{server}/{contestant}", tabs) as opened:
            await opened.receive(1)
            before = await _ask(control)
            receiving = asyncio.create_task(opened.receive(events))
            sent = (await _ask(control, contestant=contestant, events=events))["sent"]
            arrivals = await receiving
            after = await _ask(control)
    delays = [arrived - moment for tab in arrivals for moment, arrived in zip(sent, tab, strict=True)]
    return Burst(
        cpu=(after["cpu"] - before["cpu"]) * 1e6 / len(delays),
        p50=percentile(delays, 50) * 1e3,
        p99=percentile(delays, 99) * 1e3,
    )


async def _ask(control: ClientConnection, **order: Any) -> dict[str, Any]:
    await control.send(json.dumps(order))
    answer: dict[str, Any] = json.loads(await control.recv())
    return answer
