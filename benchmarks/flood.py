"""A model endpoint that sends without a pause: its cost for others, and the time until Stop ends it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tests.provider.script import call, calls, says

from .accounts import make_accounts
from .effort import Effort
from .figures import Part, Table, Target
from .samples import percentile
from .workers.conversation import Conversation, Http, client, talking
from .workspace import Workspace

FRAMES = 2  # of a chat completion, up to its first piece of text
ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
SCRIPT = (
    says("word ", stop_after=FRAMES, then="flood", asked="Flood", after=0),
    calls(ADD, after=0),
    says("It is there.", after=1),
)
WARM_UP = 3
LAST_EVENTS = ("agent_done", "run_failed", "run_cancelled")


@dataclass
class Times:
    """Milliseconds."""

    run: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)


async def measure(workspace: Workspace, effort: Effort) -> Part:
    """One server with SQLite, which executes the jobs itself; the endpoint is a process of its own."""
    settings = workspace.provider.settings("flood", *SCRIPT)
    # The flood must last as long as the measurement.
    limits = {"ANSWER_LIMIT": "1000000000", "DAILY_MESSAGE_LIMIT": "1000"}
    server = workspace.serve("uvicorn", workspace.sqlite.new(), **settings, **limits)
    accounts = await asyncio.to_thread(make_accounts, server.env, 2)
    alone, beside, stops = Times(), Times(), []
    async with (
        client(server) as http,
        talking(server, accounts[0], http) as flooded,
        talking(server, accounts[1], http) as neighbour,
    ):
        for number in range(WARM_UP + effort.runs):
            kept = (alone, beside) if number >= WARM_UP else (Times(), Times())
            await _be_measured(neighbour, http, accounts[1].headers, kept[0])
            run_id = await _flood(flooded)
            await _be_measured(neighbour, http, accounts[1].headers, kept[1])
            stops.append(await _stop(flooded, run_id))
    server.stop()
    return Part([_table(alone, beside, stops)], _targets(alone, beside, stops))


async def _be_measured(neighbour: Conversation, http: Http, headers: dict[str, str], times: Times) -> None:
    posted = time.monotonic()
    run_id = (await neighbour.post("/api/chat", message="Add milk"))["run_id"]
    done, event = await neighbour.event(*LAST_EVENTS, run_id=run_id)
    if event["event_type"] != "agent_done":
        raise RuntimeError(f"The run did not succeed: {event}")
    times.run.append((done - posted) * 1e3)
    asked = time.monotonic()
    (await http.get("/api/tasks/", headers=headers)).raise_for_status()
    times.page.append((time.monotonic() - asked) * 1e3)


async def _flood(person: Conversation) -> str:
    run_id: str = (await person.post("/api/chat", message="Flood"))["run_id"]
    await person.event("message_delta", run_id=run_id)
    return run_id


async def _stop(person: Conversation, run_id: str) -> float:
    asked = time.monotonic()
    await person.post(f"/api/runs/{run_id}/cancel/")
    ended, _ = await person.event("run_cancelled", run_id=run_id)
    return (ended - asked) * 1e3


def _table(alone: Times, beside: Times, stops: list[float]) -> Table:
    rows: list[tuple[str | float, ...]] = [
        (what, *(percentile(times, percent) for times in pair for percent in (50, 95)))
        for what, pair in (
            ("a run with one tool", (alone.run, beside.run)),
            ("a list over REST", (alone.page, beside.page)),
        )
    ]
    rows.append(("Stop of the run", "", "", percentile(stops, 50), percentile(stops, 95)))
    columns = ("ms", "alone p50", "p95", "beside a flood p50", "p95")
    return Table("Beside a run whose endpoint sends without a pause, SQLite", columns, rows)


def _targets(alone: Times, beside: Times, stops: list[float]) -> list[Target]:
    ratio = percentile(beside.run, 50) / percentile(alone.run, 50)
    return [
        Target("Stop of a flooding run p95", percentile(stops, 95), 300, "ms"),
        Target("a neighbour's run with one tool, beside / alone p50", ratio, 2, "times"),
    ]
