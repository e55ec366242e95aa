"""The cost of the processes of a site, and of a tab, without any activity."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import psycopg
from websockets.asyncio.client import connect

from benchmarks.accounts import make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.machine import cpu_of
from benchmarks.workspace import Workspace
from tests.services.process import Process
from tests.services.web_server import WebServer

SECONDS = 50  # two of the longest periods: of the check whether tabs are still signed in
TABS = 100
PER_SECOND = 1  # statements of an idle worker process
COLUMNS = ("", "statements a second", "CPU, ms a second")


@dataclass(frozen=True, slots=True)
class Spent:
    statements: int
    cpu: float  # seconds


async def measure(workspace: Workspace, settings: dict[str, str]) -> Part:
    """Each statement is a transaction here, so PostgreSQL counts them."""
    url, redis_url = workspace.postgres.new(), workspace.redis.url
    shared = {**settings, "SECRET_KEY": "of-a-site-that-lives-for-a-minute" * 2}
    web = workspace.serve("uvicorn", url, redis_url=redis_url, JOBS="workers", **shared)
    alone = await _rates(web, url)
    with_tabs = await _rates(web, url, tabs=TABS)
    web.stop()
    worker = workspace.work(web.env)
    working = await _rates(worker, url)
    worker.stop()
    both = workspace.serve("uvicorn", workspace.postgres.new(), **shared)
    in_process = await _rates(both, both.env["DATABASE_URL"])
    both.stop()
    rows = [
        ("a web process", *alone),
        (f"a web process with {TABS} tabs, of as many people", *with_tabs),
        ("a worker process", *working),
        ("one process that serves and runs jobs", *in_process),
    ]
    return Part(
        [Table(f"Idle processes on PostgreSQL, {SECONDS} s each", COLUMNS, rows)],
        [Target("statements a second of an idle worker process", working[0], PER_SECOND, "")],
    )


async def _rates(process: WebServer | Process, url: str, tabs: int = 0) -> tuple[float, float]:
    async with AsyncExitStack() as stack:
        if tabs and isinstance(process, WebServer):
            for account in await asyncio.to_thread(make_accounts, process.env, tabs):
                tab = connect(process.ws_url + account.socket, compression=None, proxy=None)
                await stack.enter_async_context(tab)
        database = stack.enter_context(psycopg.connect(url, autocommit=True))
        await asyncio.sleep(SECONDS / 5)  # for the work of a start
        before = _spent(process, database)
        await asyncio.sleep(SECONDS)
        after = _spent(process, database)
    statements = (after.statements - before.statements) / SECONDS
    return statements, (after.cpu - before.cpu) / SECONDS * 1e3


def _spent(process: Process, database: psycopg.Connection) -> Spent:
    query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
    [statements] = database.execute(query).fetchone() or [0]
    return Spent(int(statements), cpu_of(process.pid))
