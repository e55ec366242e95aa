"""A worker is killed in the middle of its runs: the time until another one resumes them."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target

from .conversation import Conversation, client, talking
from .site import Site

RUNS = 20


async def measure(site: Site) -> Part:
    """The site's only worker has all the runs when another one starts and it is killed."""
    accounts = await asyncio.to_thread(make_accounts, site.web.env, RUNS)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(client(site.web))
        people = [await stack.enter_async_context(talking(site.web, account, http)) for account in accounts]
        runs = await asyncio.gather(*(_begin(person) for person in people))
        await asyncio.to_thread(site.replace_worker)
        killed = time.monotonic()
        moments = await asyncio.gather(*map(_resumed, people, runs))
    times = sorted(moment - killed for moment in moments)
    row = (RUNS, times[0], times[len(times) // 2], times[-1])
    return Part(
        [
            Table(
                "A worker killed with its runs: seconds until another resumes them",
                ("runs", "p0", "p50", "p100"),
                [row],
            )
        ],
        [Target("worker killed, another resumes p100", times[-1], 30, "s")],
    )


async def _begin(person: Conversation) -> str:
    run_id: str = (await person.post("/api/chat", message="What is on my list?"))["run_id"]
    await person.event("message_delta", run_id=run_id)
    return run_id


async def _resumed(person: Conversation, run_id: str) -> float:
    moment, _ = await person.event("agent_thinking", run_id=run_id, attempt=2)
    return moment
