"""Many people for minutes, on two web processes and two worker processes: errors, events that are lost or
come twice, the memory of each process, the queue, and how long people wait."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import httpx
import psutil

from benchmarks.accounts import make_accounts
from benchmarks.effort import QUICK, Effort
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import percentile
from benchmarks.workers.site import PROCESSES, Site
from benchmarks.workspace import Workspace

from .observer import Observer
from .person import Person
from .tab import Findings

GROWTH = 1.1  # of a process's memory: the last fifth of the time to the second one
QUIET = 5.0  # seconds after the last request, in which everything arrives


async def measure(workspace: Workspace, effort: Effort) -> Part:
    """With the offline assistant, so that the machine is not busy with a model."""
    number, seconds = (20, 60.0) if effort is QUICK else (200, 600.0)
    site = Site(workspace, {"DAILY_MESSAGE_LIMIT": "100000"})
    accounts = await asyncio.to_thread(make_accounts, site.web.env, number)
    findings = Findings()
    names = {"web 1": site.web.pid, "web 2": site.other_web.pid}
    workers = psutil.Process(site.worker_pid).children()
    names |= {f"worker {place}": worker.pid for place, worker in enumerate(workers, 1)}
    observer = Observer(site.web.env["DATABASE_URL"], names)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(timeout=60, limits=limits) as http, asyncio.TaskGroup() as background:
        sites = (site.web, site.other_web)
        people = [Person(place, account, sites, http, findings) for place, account in enumerate(accounts)]
        following = [background.create_task(tab.follow()) for person in people for tab in person.tabs]
        following.append(background.create_task(observer.observe()))
        until = time.monotonic() + seconds
        await asyncio.gather(*(person.live(until) for person in people))
        await asyncio.sleep(QUIET)
        await asyncio.gather(*(person.misses_nothing() for person in people))
        for task in following:
            task.cancel()
    site.stop()
    return _part(number, seconds, findings, observer)


def _part(number: int, seconds: float, findings: Findings, observer: Observer) -> Part:
    for error, times in Counter(findings.errors).most_common(10):
        print(f"{times} × {error}")
    waits = [
        ("POST accepted", findings.accepted),
        ("first event of a run", findings.started),
        ("answer, in both tabs", findings.answered),
        ("plan, from goal to result", findings.plans),
    ]
    rows = [(what, len(ms), percentile(ms, 50), percentile(ms, 95), max(ms)) for what, ms in waits if ms]
    memory = [
        (name, observer.between(name, 0.2, 0.4), observer.between(name, 0.8, 1.0), max(taken))
        for name, taken in observer.memory.items()
    ]
    what = f"{number} people, {seconds:.0f} s, two web processes and {PROCESSES} workers"
    depth = (percentile(observer.depths, 50), percentile(observer.depths, 95), max(observer.depths))
    return Part(
        [
            Table(f"{what}: ms", ("", "number", "p50", "p95", "longest"), rows),
            Table(
                "Events in all tabs",
                ("events", "lost", "twice", "tabs came back", "errors"),
                [(findings.events, findings.lost, findings.doubled, findings.returns, len(findings.errors))],
            ),
            Table("Runs that wait for a worker", ("p50", "p95", "most"), [depth]),
            Table("Memory, MB", ("process", "second fifth", "last fifth", "most"), memory),
        ],
        [
            Target(f"{what}: errors", len(findings.errors), 0, ""),
            Target("events that were lost or came twice", findings.lost + findings.doubled, 0, ""),
            Target("growth of a process", max(last / first for _, first, last, _ in memory), GROWTH, "times"),
        ],
    )
