"""The cost of pages, endpoints, admin lists and a sweep with a long history, compared with a tenth of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Mapping

from benchmarks.effort import FULL, Effort
from benchmarks.figures import Part, Table, Target
from benchmarks.workspace import DEPLOYED, Workspace
from tests.services.web_server import ROOT, environment

from .sizes import LARGE

ROUNDS = 15
PAGE, ADMIN_LIST, SWEEP = 100, 500, 5  # milliseconds
GROWTH = 1.5  # times the cost with a tenth of the data
SMALL = 10  # milliseconds; below this the cost may double, since it is small and hard to measure
BYTES = 150  # kB of a page
# Read each task of the person, or of all people: there is no index for texts that contain another one.
LINEAR = {"tasks, searched", "admin: tasks, searched"}

type Figures = Mapping[str, Mapping[str, float]]


async def measure(workspace: Workspace, effort: Effort) -> Part:
    """With the quick effort only SQLite."""
    databases: dict[str, Callable[[], str]] = {"SQLite": workspace.sqlite.new}
    if effort is FULL:
        databases["PostgreSQL"] = workspace.postgres.new
    tables, targets = [], []
    for database, new in databases.items():
        tenth, large = await _figures(new(), "--tenth"), await _figures(new())
        tables.append(_table(database, tenth, large))
        targets += _targets(database, tenth, large)
    return Part(tables, targets)


async def _figures(url: str, *arguments: str) -> Figures:
    command = [sys.executable, "-m", "benchmarks.growth.process", *arguments, str(ROUNDS)]
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(url, **DEPLOYED), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    figures: Figures = json.loads(output)
    return figures


def _targets(database: str, tenth: Figures, large: Figures) -> list[Target]:
    """The worst of each kind."""
    admin = {name for name in large if name.startswith("admin")} - LINEAR
    pages = {name for name in large if not name.startswith("admin")} - LINEAR - {"a sweep"}
    growth = {name: large[name]["ms"] / max(tenth[name]["ms"], SMALL) for name in pages}
    worst = max(pages, key=lambda name: large[name]["ms"])
    grown = max(pages, key=lambda name: growth[name])
    slowest = max(admin, key=lambda name: large[name]["ms"])
    longest = max(pages, key=lambda name: large[name]["bytes"])
    return [
        Target(f"{database}, slowest page ({worst})", large[worst]["ms"], PAGE, "ms"),
        Target(f"{database}, with ten times the data ({grown})", growth[grown], GROWTH, "times"),
        Target(f"{database}, slowest list of the admin ({slowest})", large[slowest]["ms"], ADMIN_LIST, "ms"),
        Target(f"{database}, a sweep", large["a sweep"]["ms"], SWEEP, "ms"),
        Target(f"{database}, largest page ({longest})", large[longest]["bytes"] / 1_000, BYTES, "kB"),
    ]


def _table(database: str, tenth: Figures, large: Figures) -> Table:
    rows = [
        (name, tenth[name]["ms"], figures["ms"], figures["ms"] / tenth[name]["ms"], figures["bytes"] / 1_000)
        for name, figures in large.items()
    ]
    title = f"{database}: {LARGE.tasks:,} tasks, {LARGE.conversations:,} chats, {LARGE.plans:,} plans, "
    title += f"{LARGE.events:,} events of one person; {LARGE.other_tasks:,} tasks, "
    title += f"{LARGE.other_conversations:,} chats, {LARGE.other_events:,} events of others"
    return Table(title, ("", "a tenth, ms", "all, ms", "times", "kB"), rows)
