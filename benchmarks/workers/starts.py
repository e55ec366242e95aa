"""A message is posted and workers are idle: the time from its commit to the start of its run."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import percentile

from .conversation import client, talking
from .site import Site


async def measure(site: Site, starts: int) -> Part:
    """By the database's clock: from the run's first event, just before its commit, to its claim."""
    [account] = await asyncio.to_thread(make_accounts, site.web.env, 1)
    times = []
    async with client(site.web) as http, talking(site.web, account, http) as person:
        for _ in range(starts):
            run_id = (await person.post("/api/chat", message="What is on my list?"))["run_id"]
            _, queued = await person.event("run_queued", run_id=run_id)
            _, started = await person.event("agent_thinking", run_id=run_id)
            times.append((_moment(started) - _moment(queued)) * 1e3)
            await person.event("agent_done", run_id=run_id)
    p50, p95 = (percentile(times, p) for p in (50, 95))
    return Part(
        [
            Table(
                "A run that idle workers start: ms after its commit",
                ("runs", "p50", "p95"),
                [(starts, p50, p95)],
            )
        ],
        [Target("a run starts after its commit, p50", p50, 10, "ms")],
    )


def _moment(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["at"]).timestamp()
