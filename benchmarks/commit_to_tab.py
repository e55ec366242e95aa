"""The time from a commit of an event in one process to its arrival in a tab of another process."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack

from tests.services.web_server import ROOT, WebServer

from .effort import Effort
from .figures import Cell, Part, Table, Target
from .person import Person, signed_in
from .samples import percentile
from .workspace import Workspace

COLUMNS = ("database", "events", "p50", "p95", "p99")
WARM_UP = 10  # first commits of each round, which are not counted


async def measure(workspace: Workspace, effort: Effort) -> Part:
    databases = {"SQLite": workspace.sqlite.new(), "PostgreSQL": workspace.postgres.new()}
    servers = {
        name: workspace.serve("uvicorn", url, redis_url=workspace.redis.url)
        for name, url in databases.items()
    }
    delays: dict[str, list[float]] = {name: [] for name in databases}
    async with AsyncExitStack() as stack:
        people = {
            name: await stack.enter_async_context(signed_in(server)) for name, server in servers.items()
        }
        for _ in range(effort.rounds):
            for name, server in servers.items():
                delays[name] += await _delays(server, people[name], effort.commits)
    for server in servers.values():
        server.stop()
    rows: list[tuple[Cell, ...]] = [
        (name, len(values), *(percentile(values, p) for p in (50, 95, 99))) for name, values in delays.items()
    ]
    return Part(
        [Table("Commit in one process to a tab of another, Redis between them: ms", COLUMNS, rows)],
        [Target(f"{name}, commit to tab p95", percentile(delays[name], 95), 15, "ms") for name in databases],
    )


async def _delays(server: WebServer, person: Person, commits: int) -> list[float]:
    """Milliseconds of each commit, except the first ones."""
    writer = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.writer", f"user.{person.user_id}", str(commits)),
        env=server.env,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    arrived = {}
    for _ in range(commits):
        moment, event = await person.next_event()
        arrived[event["seq"]] = moment
    output, _ = await writer.communicate()
    committed = {int(seq): moment for seq, moment in json.loads(output).items()}
    return [(arrived[seq] - committed[seq]) * 1e3 for seq in sorted(committed)[WARM_UP:]]
