"""The time from a posted message to its first event and to the end of its run, compared with the bare SDK."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

from tests.services.web_server import Kind

from .bare_runs import bare_runs
from .effort import Effort
from .figures import Part, Table, Target
from .person import Person, signed_in
from .samples import percentile
from .workspace import Workspace

MESSAGE = "Add a task to buy milk"
WARM_UP = 5  # runs that are not counted
KINDS: tuple[Kind, ...] = ("uvicorn", "daphne")
LAST_EVENTS = {"agent_done", "run_failed", "run_cancelled"}


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds after the message was posted."""

    accepted: float
    first_event: float
    done: float


async def measure(workspace: Workspace, effort: Effort) -> Part:
    servers = {
        kind: workspace.serve(kind, workspace.sqlite.new(), DAILY_MESSAGE_LIMIT="1000") for kind in KINDS
    }
    timings: dict[Kind, list[Timing]] = {kind: [] for kind in KINDS}
    bare: list[float] = []
    async with AsyncExitStack() as stack:
        people = {
            kind: await stack.enter_async_context(signed_in(server)) for kind, server in servers.items()
        }
        run_bare = await stack.enter_async_context(bare_runs(MESSAGE))
        for number in range(WARM_UP + effort.runs):
            measured = {kind: await _post(person) for kind, person in people.items()}
            alone = await run_bare()
            if number >= WARM_UP:
                bare.append(alone)
                for kind, timing in measured.items():
                    timings[kind].append(timing)
    for server in servers.values():
        server.stop()
    return Part(
        [_table(timings, bare)], [target for kind in KINDS for target in _targets(kind, timings[kind])]
    )


async def _post(person: Person) -> Timing:
    posted = time.monotonic()
    response = await person.http.post(
        "/api/chat", json={"message": MESSAGE}, headers={"Prefer": "respond-async"}
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


def _table(timings: dict[Kind, list[Timing]], bare: list[float]) -> Table:
    columns = ("", "202 p50", "first event p50", "p95", "done p50", "p95", "done / bare SDK")
    alone = percentile(bare, 50)
    rows: list[tuple[str | float, ...]] = []
    for kind, measured in timings.items():
        first, done = ([getattr(timing, name) for timing in measured] for name in ("first_event", "done"))
        rows.append(
            (
                kind,
                percentile([timing.accepted for timing in measured], 50),
                *(percentile(first, 50), percentile(first, 95)),
                *(percentile(done, 50), percentile(done, 95)),
                percentile(done, 50) / alone,
            )
        )
    rows.append(("bare SDK", "", "", "", alone, percentile(bare, 95), 1.0))
    return Table("A run with one tool, offline assistant, SQLite: ms after POST /api/chat", columns, rows)


def _targets(kind: Kind, measured: list[Timing]) -> list[Target]:
    first, done = ([getattr(timing, name) for timing in measured] for name in ("first_event", "done"))
    return [
        Target(f"{kind}, POST to first event p50", percentile(first, 50), 50, "ms"),
        Target(f"{kind}, POST to agent_done p50", percentile(done, 50), 80, "ms"),
    ]
