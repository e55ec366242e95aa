"""The time from a posted message to its first event and to the end of its run, compared with the bare SDK."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import mean

from tests.services.web_server import WebServer

from .bare_runs import BareRun, bare_runs
from .effort import Effort
from .figures import Part, Table, Target
from .machine import cpu_of
from .person import Person, signed_in
from .samples import percentile
from .workspace import Workspace

MESSAGE = "Add a task to buy milk"
WARM_UP = 5  # runs that are not counted
LAST_EVENTS = {"agent_done", "run_failed", "run_cancelled"}
MOST = 5  # times the bare SDK's time, and its CPU


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds after the message was posted."""

    accepted: float
    first_event: float
    done: float


@dataclass(frozen=True, slots=True)
class Measured:
    timings: list[Timing]
    cpu: float  # milliseconds of the server's process for each run

    def percentile(self, name: str, percent: int) -> float:
        return percentile([getattr(timing, name) for timing in self.timings], percent)


async def measure(workspace: Workspace, effort: Effort) -> Part:
    servers = _serve(workspace)
    timings: dict[str, list[Timing]] = {name: [] for name in servers}
    before: dict[str, float] = {}
    bare: list[BareRun] = []
    async with AsyncExitStack() as stack:
        people = {
            name: await stack.enter_async_context(signed_in(server)) for name, server in servers.items()
        }
        run_bare = await stack.enter_async_context(bare_runs(MESSAGE))
        for number in range(WARM_UP + effort.runs):
            if number == WARM_UP:
                before = {name: cpu_of(server.pid) for name, server in servers.items()}
            posted = {name: await _post(person, number) for name, person in people.items()}
            alone = await run_bare()
            if number >= WARM_UP:
                bare.append(alone)
                for name, timing in posted.items():
                    timings[name].append(timing)
        cpu = {name: cpu_of(server.pid) - before[name] for name, server in servers.items()}
    for server in servers.values():
        server.stop()
    measured = {name: Measured(timings[name], cpu[name] / effort.runs * 1e3) for name in servers}
    return Part(
        [_table(measured, bare)], [target for name in servers for target in _targets(name, measured, bare)]
    )


def _serve(workspace: Workspace) -> dict[str, WebServer]:
    sqlite, postgres = workspace.sqlite, workspace.postgres
    limit = {"DAILY_MESSAGE_LIMIT": "1000"}
    return {
        "uvicorn, SQLite": workspace.serve("uvicorn", sqlite.new(), **limit),
        "uvicorn, PostgreSQL": workspace.serve("uvicorn", postgres.new(), **limit),
        "daphne, SQLite": workspace.serve("daphne", sqlite.new(), **limit),
    }


async def _post(person: Person, number: int) -> Timing:
    """Each message names another task, since one that is open is not added again."""
    letters = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
    message = f"{MESSAGE} {letters}"
    posted = time.monotonic()
    response = await person.http.post(
        "/api/chat", json={"message": message}, headers={"Prefer": "respond-async"}
    )
    accepted = time.monotonic()
    response.raise_for_status()
    first, event = await person.next_event()
    moment = first
    while event["event_type"] not in LAST_EVENTS:
        moment, event = await person.next_event()
    if event["event_type"] != "agent_done":
        raise RuntimeError(f"The run did not succeed: {event}")
    return Timing(*((at - posted) * 1e3 for at in (accepted, first, moment)))


def _table(measured: dict[str, Measured], bare: list[BareRun]) -> Table:
    columns = ("", "202 p50", "first event p50", "p95", "done p50", "p95", "/ bare SDK", "CPU", "/ bare SDK")
    rows: list[tuple[str | float, ...]] = [
        (
            name,
            one.percentile("accepted", 50),
            *(one.percentile("first_event", 50), one.percentile("first_event", 95)),
            *(one.percentile("done", 50), one.percentile("done", 95)),
            one.percentile("done", 50) / _time_of(bare),
            *(one.cpu, one.cpu / _cpu_of(bare)),
        )
        for name, one in measured.items()
    ]
    slowest = percentile([run.time for run in bare], 95)
    rows.append(("bare SDK", "", "", "", _time_of(bare), slowest, 1.0, _cpu_of(bare), 1.0))
    return Table("A run with one tool, offline assistant: ms after POST /api/chat", columns, rows)


def _targets(name: str, measured: dict[str, Measured], bare: list[BareRun]) -> list[Target]:
    one = measured[name]
    first, done = one.percentile("first_event", 50), one.percentile("done", 50)
    targets = [
        Target(f"{name}, POST to first event p50", first, 50, "ms"),
        Target(f"{name}, POST to agent_done p50", done, 80, "ms"),
    ]
    if name.startswith("uvicorn"):
        targets += [
            Target(f"{name}, POST to agent_done / bare SDK", done / _time_of(bare), MOST, "times"),
            Target(f"{name}, CPU / bare SDK", one.cpu / _cpu_of(bare), MOST, "times"),
        ]
    return targets


def _time_of(bare: list[BareRun]) -> float:
    return percentile([run.time for run in bare], 50)


def _cpu_of(bare: list[BareRun]) -> float:
    return mean(run.cpu for run in bare)
