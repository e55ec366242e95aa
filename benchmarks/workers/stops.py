"""A run of a worker is stopped through a web server: the time until it ends."""

from __future__ import annotations

import asyncio
import time

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import percentile

from .conversation import client, talking
from .site import Site


async def measure(site: Site, stops: int) -> Part:
    [account] = await asyncio.to_thread(make_accounts, site.other_web.env, 1)
    accepted, stopped = [], []
    async with client(site.web) as http, talking(site.other_web, account, http) as person:
        for _ in range(stops):
            run_id = (await person.post("/api/chat", message="What is on my list?"))["run_id"]
            await person.event("message_delta", run_id=run_id)
            asked = time.monotonic()
            await person.post(f"/api/runs/{run_id}/cancel/")
            answered = time.monotonic()
            ended, _ = await person.event("run_cancelled", run_id=run_id)
            accepted.append((answered - asked) * 1e3)
            stopped.append((ended - asked) * 1e3)
    row = (stops, *(percentile(times, p) for times in (accepted, stopped) for p in (50, 95)))
    columns = ("stops", "answer p50", "p95", "run_cancelled p50", "p95")
    return Part(
        [Table("A stop from another process: ms after POST …/cancel/", columns, [row])],
        [Target("stop across processes p95", percentile(stopped, 95), 300, "ms")],
    )
