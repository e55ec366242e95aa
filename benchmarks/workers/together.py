"""A hundred runs that start at the same moment: what starting one costs the workers."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import percentile

from .conversation import Conversation, client, talking
from .site import PROCESSES, Site

RUNS = 100
LIMIT = 50  # ms of CPU


async def measure(site: Site) -> Part:
    """From the first message to the first text of the last answer, of models that then pause."""
    accounts = await asyncio.to_thread(make_accounts, site.web.env, RUNS)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(client(site.web))
        people = [await stack.enter_async_context(talking(site.web, account, http)) for account in accounts]
        before, begun = site.worker_cpu(), time.monotonic()
        times = await asyncio.gather(*map(_until_first_text, people))
        took, cpu = time.monotonic() - begun, (site.worker_cpu() - before) / RUNS * 1e3
        for person in people:
            await person.event("agent_done")
    row = (RUNS, took, *(percentile(times, p) for p in (50, 95)), cpu)
    return Part(
        [
            Table(
                f"Runs that start at once on {PROCESSES} worker processes, to their first text",
                ("runs", "all, s", "p50, s", "p95, s", "CPU of the workers for each, ms"),
                [row],
            )
        ],
        [Target(f"CPU of the start of a run, of {RUNS} at once", cpu, LIMIT, "ms")],
    )


async def _until_first_text(person: Conversation) -> float:
    """In seconds."""
    posted = time.monotonic()
    await person.post("/api/chat", message="What is on my list?")
    started, _ = await person.event("message_delta")
    return started - posted
