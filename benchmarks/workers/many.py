"""A hundred conversations at once on two worker processes: the time until each message
starts to be answered."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import percentile

from .conversation import Conversation, client, talking
from .site import PROCESSES, Site

CONVERSATIONS = 100
BEGIN_WITHIN = 10.0  # seconds in which people arrive, one after the other; an answer takes about as long
MESSAGES = 2  # of each; the later ones are posted while all conversations are active
LAST = ("agent_done", "run_failed", "run_cancelled")


@dataclass(slots=True)
class Crowd:
    """The figures of all people."""

    active: int = 0
    most_active: int = 0
    errors: list[str] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)  # ms after a message was posted
    started: list[float] = field(default_factory=list)


async def measure(site: Site) -> Part:
    accounts = await asyncio.to_thread(make_accounts, site.web.env, CONVERSATIONS)
    crowd = Crowd()
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(client(site.web))
        people = [await stack.enter_async_context(talking(site.web, account, http)) for account in accounts]
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(people):
                group.create_task(_talk(person, number * BEGIN_WITHIN / CONVERSATIONS, crowd))
    later = crowd.started
    row = (
        CONVERSATIONS,
        crowd.most_active,
        len(later),
        len(crowd.errors),
        *(percentile(crowd.accepted, p) for p in (50, 95)),
        *(percentile(later, p) for p in (50, 95, 99)),
    )
    columns = (
        "conversations",
        "at once",
        "messages",
        "errors",
        "202 p50",
        "p95",
        "started p50",
        "p95",
        "p99",
    )
    title = f"Conversations on {PROCESSES} worker processes: ms from POST /api/chat to agent_thinking"
    print(*crowd.errors[:5], sep="\n", end="\n" if crowd.errors else "")
    return Part(
        [Table(title, columns, [row])],
        [
            Target(
                f"{CONVERSATIONS} conversations on {PROCESSES} worker processes, errors",
                len(crowd.errors),
                0,
                "",
            ),
            Target("conversations that were not at once", CONVERSATIONS - crowd.most_active, 5, ""),
            Target("POST to the run's first event p95", percentile(later, 95), 500, "ms"),
        ],
    )


async def _talk(person: Conversation, delay: float, crowd: Crowd) -> None:
    await asyncio.sleep(delay)
    for _ in range(MESSAGES):
        posted = time.monotonic()
        run_id = (await person.post("/api/chat", message="What is on my list?"))["run_id"]
        accepted = time.monotonic()
        started, _ = await person.event("agent_thinking", run_id=run_id)
        crowd.active += 1
        crowd.most_active = max(crowd.most_active, crowd.active)
        _, last = await person.event(*LAST, run_id=run_id)
        crowd.active -= 1
        if last["event_type"] != "agent_done":
            crowd.errors.append(f"{last['event_type']}: {last['error']}")
        crowd.accepted.append((accepted - posted) * 1e3)
        crowd.started.append((started - posted) * 1e3)
