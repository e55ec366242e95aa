"""After a restart of the server, 500 tabs reconnect within two seconds, each some hundred events behind."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

from benchmarks.accounts import Account, make_accounts
from benchmarks.effort import Effort
from benchmarks.figures import Cell, Part, Table, Target
from benchmarks.samples import percentile
from benchmarks.workspace import Workspace
from tests.services.web_server import ROOT, Kind, WebServer

from .clients import Readers, reading
from .inside import APPLICATION, look_inside

SERVERS: tuple[Kind, ...] = ("uvicorn", "daphne")
TABS, WITHIN = 500, 2.0  # seconds
RESUMED: dict[Kind, float] = {"uvicorn": 2.0, "daphne": 4.0}  # seconds, p95
PEOPLE = (1, 100)  # who share the tabs
MISSED, SPREAD = 300, 100  # events; tabs of a person are up to so many events apart
KEY = "of-servers-that-live-for-a-minute" * 2
COLUMNS = (
    "server",
    "people",
    "tabs",
    "resumed p50",
    "p95",
    "p100",
    "server CPU",
    "reads of the log",
    "a stream",
)


@dataclass(frozen=True, slots=True)
class Storm:
    seconds: list[float]  # from a tab's connecting to its last missed event
    log_reads: int
    cpu: float  # seconds of the server's, for all of them


async def measure(workspace: Workspace, effort: Effort) -> Part:
    rows: list[tuple[Cell, ...]] = []
    targets = []
    for kind in SERVERS:
        for people in PEOPLE:
            storms = [await _storm(workspace, kind, people) for _ in range(effort.storms)]
            p95 = median(percentile(storm.seconds, 95) for storm in storms)
            reads = max(storm.log_reads for storm in storms)
            seconds = [seconds for storm in storms for seconds in storm.seconds]
            rows.append(
                (
                    *(kind, people, TABS, percentile(seconds, 50), p95, max(seconds)),
                    *(median(storm.cpu for storm in storms), reads, reads / people),
                )
            )
            where = f"{kind}, {TABS} tabs of {people} come back"
            targets += [
                Target(f"{where}, resumed p95", p95, RESUMED[kind], "s"),
                Target(f"{where}, reads of the log a stream", reads / people, 1, ""),
            ]
    behind = f"{MISSED - SPREAD} to {MISSED} events behind"
    title = f"Tabs that come back within {WITHIN:g} s, {behind}: seconds from connecting"
    return Part([Table(title, COLUMNS, rows)], targets)


async def _storm(workspace: Workspace, kind: Kind, people: int) -> Storm:
    server = workspace.serve(kind, workspace.sqlite.new(), application=APPLICATION, SECRET_KEY=KEY)
    accounts = await asyncio.to_thread(make_accounts, server.env, people)
    await asyncio.to_thread(_add_history, server, accounts)
    chances = random.Random(kind)
    async with reading() as readers:
        before = await look_inside(server)
        returns = [
            _Return(readers, server.ws_url, accounts[number % people], chances.randint(0, SPREAD))
            for number in range(TABS)
        ]
        await asyncio.gather(*(one.come_back(WITHIN * n / TABS) for n, one in enumerate(returns)))
        await readers.until(lambda: all(one.is_resumed for one in returns))
        after = await look_inside(server)
    server.stop()
    return Storm([one.seconds for one in returns], after.log_reads - before.log_reads, after.cpu - before.cpu)


def _add_history(server: WebServer, accounts: list[Account]) -> None:
    streams = [f"user.{account.user_id}" for account in accounts]
    argv = [sys.executable, "-m", "benchmarks.returning.history", str(MISSED), *streams]
    subprocess.run(argv, env=server.env, cwd=ROOT, check=True)


class _Return:
    """A tab of a person that has seen the first events and missed the others."""

    def __init__(self, readers: Readers, server: str, account: Account, seen: int) -> None:
        self._readers = readers
        epoch, _, _ = account.cursor.partition(":")
        self._url = f"{server}{account.socket}&after={epoch}:{seen}"
        self._missed = range(seen + 1, MISSED + 1)
        self._moments: dict[int, float] = {}
        self._started = 0.0

    async def come_back(self, delay: float) -> None:
        await asyncio.sleep(delay)
        self._started = time.monotonic()
        self._moments = (await self._readers.open(self._url)).moments

    @property
    def is_resumed(self) -> bool:
        return MISSED in self._moments

    @property
    def seconds(self) -> float:
        """From connecting to the last missed event."""
        if list(self._moments) != list(self._missed):
            raise RuntimeError(f"A tab that missed {self._missed} got {list(self._moments)}.")
        return self._moments[MISSED] - self._started
