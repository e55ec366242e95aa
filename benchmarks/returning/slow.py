"""Three servers send the same events: one has 50 tabs that read, two have 20 more each that stopped reading.

They run at the same time, and their events are committed in turn, so that noise of the
machine affects all equally.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
import time
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks.accounts import Account, make_accounts
from benchmarks.effort import Effort
from benchmarks.figures import Cell, Part, Table, Target
from benchmarks.samples import median_ratio, percentile
from benchmarks.workspace import Workspace
from tests.services.web_server import ROOT, Kind, WebServer

from .clients import ReadingTab, open_and_stop_reading, reading
from .inside import APPLICATION, look_inside, resident

SERVERS: tuple[Kind, ...] = ("uvicorn", "daphne")
# The stalled tabs of each server, and whether they acknowledged before they stopped.
BESIDE = {"nobody": None, "never acknowledge": False, "stop acknowledging": True}
HEALTHY, STALLED = 50, 20
EVENTS, SIZE = 2_000, 3_000  # of each stream; characters of a message; the kernel buffers up to 4 MB
WARM_UP = 100  # events whose times are not counted
KEY = "of-servers-that-live-for-a-minute" * 2
CLOSED_WITHIN = 150.0  # seconds
COLUMNS = (
    "server",
    "beside 50 tabs",
    "MB",
    "MB a socket",
    "paused",
    "p50",
    "p99",
    "p99 / alone",
    "closed after, s",
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """A server with its tabs, in one round."""

    resident: float  # megabytes, at the maximum
    held: int  # paused tabs, at the maximum
    delays: list[float]  # ms from an event's commit to its arrival in a tab
    closed_after: float  # seconds that the stalled ones were kept after they stopped reading

    @property
    def p99(self) -> float:
        return percentile(self.delays, 99)


type Rounds = list[dict[str, Crowd]]


async def measure(workspace: Workspace, effort: Effort) -> Part:
    rows: list[tuple[Cell, ...]] = []
    targets = []
    for kind in SERVERS:
        rounds = [await _round(workspace, kind) for _ in range(effort.storms)]
        for beside in BESIDE:
            rows.append(_row(kind, beside, rounds))
            if beside != "nobody":
                targets += _targets(kind, beside, rounds)
    title = (
        f"{STALLED} sockets that do not read, {EVENTS:,} events of 3 KB: server's MB; ms from commit to tab"
    )
    return Part([Table(title, COLUMNS, rows)], targets)


async def _round(workspace: Workspace, kind: Kind) -> dict[str, Crowd]:
    url = workspace.sqlite.new()
    servers = {
        beside: workspace.serve(
            kind, url, redis_url=workspace.redis.url, application=APPLICATION, SECRET_KEY=KEY
        )
        for beside in BESIDE
    }
    accounts = dict(
        zip(BESIDE, await asyncio.to_thread(make_accounts, servers["nobody"].env, len(BESIDE)), strict=True)
    )
    async with AsyncExitStack() as stack:
        readers = await stack.enter_async_context(reading())
        tabs = {
            beside: [await readers.open(_address(server, accounts[beside])) for _ in range(HEALTHY)]
            for beside, server in servers.items()
        }
        started = time.monotonic()
        for beside, acknowledges in BESIDE.items():
            if acknowledges is not None:
                for _ in range(STALLED):
                    address = _address(servers[beside], accounts[beside])
                    stalled = await open_and_stop_reading(address, acknowledges=acknowledges)
                    stack.callback(stalled.socket.close)
        looks = {beside: _Look(server, started) for beside, server in servers.items()}
        looking = asyncio.create_task(_keep_looking(looks.values()))
        streams = [f"user.{account.user_id}" for account in accounts.values()]
        committed = await _commit(servers["nobody"].env, streams)
        everybody = [tab for group in tabs.values() for tab in group]
        await readers.until(lambda: all(len(tab.moments) == EVENTS for tab in everybody))
        await looking
    for server in servers.values():
        server.stop()
    return {
        beside: Crowd(look.resident, look.held, _delays(tabs[beside], moments), look.closed_after)
        for (beside, look), moments in zip(looks.items(), committed, strict=True)
    }


class _Look:
    """The maximum figures of a server's process."""

    def __init__(self, server: WebServer, started: float) -> None:
        self.resident, self.held, self.closed_after = 0.0, 0, math.inf
        self._server, self._started = server, started

    async def again(self) -> None:
        inside = await look_inside(self._server)
        self.resident = max(self.resident, resident(self._server))
        self.held = max(self.held, inside.held)
        if inside.tabs <= HEALTHY and self.closed_after == math.inf:
            self.closed_after = time.monotonic() - self._started


async def _keep_looking(looks: Collection[_Look]) -> None:
    """Until the servers have closed all sockets that do not read, or do not seem to."""
    started = time.monotonic()
    while any(look.closed_after == math.inf for look in looks) and time.monotonic() - started < CLOSED_WITHIN:
        for look in looks:
            await look.again()
        await asyncio.sleep(1)


def _address(server: WebServer, account: Account) -> str:
    return server.ws_url + account.socket


async def _commit(env: Mapping[str, str], streams: list[str]) -> list[dict[int, float]]:
    """The commit time of each event by its seq, for each stream."""
    writer = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.returning.writer", str(EVENTS), str(SIZE), *streams),
        env=env,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await writer.communicate()
    written = json.loads(output)
    return [{int(seq): moment for seq, moment in written[stream].items()} for stream in streams]


def _delays(tabs: list[ReadingTab], committed: dict[int, float]) -> list[float]:
    counted = sorted(committed)[WARM_UP:]
    return [(tab.moments[seq] - committed[seq]) * 1e3 for tab in tabs for seq in counted]


def _cost(beside: str, rounds: Rounds) -> float:
    """Megabytes of the server's process for each stalled socket."""
    return median((crowd[beside].resident - crowd["nobody"].resident) / STALLED for crowd in rounds)


def _slower(beside: str, rounds: Rounds) -> float:
    return median_ratio(*([crowd[who].p99 for crowd in rounds] for who in (beside, "nobody")))


def _row(kind: Kind, beside: str, rounds: Rounds) -> tuple[Cell, ...]:
    crowds = [crowd[beside] for crowd in rounds]
    memory, p50, p99 = (
        median(one.resident for one in crowds),
        median(percentile(one.delays, 50) for one in crowds),
        median(one.p99 for one in crowds),
    )
    if beside == "nobody":
        return (kind, beside, memory, "", max(one.held for one in crowds), p50, p99, 1.0, "")
    cost, slower = _cost(beside, rounds), _slower(beside, rounds)
    held, closed_after = min(one.held for one in crowds), max(one.closed_after for one in crowds)
    return (kind, beside, memory, cost, held, p50, p99, slower, closed_after)


def _targets(kind: Kind, beside: str, rounds: Rounds) -> list[Target]:
    where = f"{kind}, {STALLED} that {beside}"
    missed = max(STALLED - crowd[beside].held + crowd["nobody"].held for crowd in rounds)
    return [
        Target(f"{where}, memory for each", _cost(beside, rounds), 1.0, "MB"),
        Target(f"{where}, p99 of the others", _slower(beside, rounds), 1.2, "times"),
        Target(f"{where}, not paused", missed, 0, ""),
    ]
