"""Processes that answer the same message, on each database: the bare SDK, and the project's runner."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from benchmarks.workspace import DEPLOYED, Workspace
from tests.services.web_server import ROOT, environment

DATABASES = ("SQLite", "PostgreSQL")


def bare(database: str) -> str:
    """The bare run that the project's runner on a database is compared with."""
    return f"bare SDK, {database}"


@dataclass(frozen=True, slots=True)
class Answered:
    seconds: float
    commits: int


type Answer = Callable[[], Awaitable[Answered]]


@asynccontextmanager
async def contestants(workspace: Workspace, settings: dict[str, str]) -> AsyncIterator[dict[str, Answer]]:
    urls = {"SQLite": workspace.sqlite.new(), "PostgreSQL": workspace.postgres.new()}
    async with AsyncExitStack() as stack:
        processes = {}
        for name, url in urls.items():
            processes[bare(name)] = await stack.enter_async_context(_process("bare", url, settings))
            processes[name] = await stack.enter_async_context(_process("runner", url, settings))
        yield processes


@asynccontextmanager
async def _process(who: str, database_url: str, settings: dict[str, str]) -> AsyncIterator[Answer]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.journal.process", who),
        env=environment(database_url, DAILY_MESSAGE_LIMIT="100000", **DEPLOYED, **settings),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    requests, answers = process.stdin, process.stdout

    async def answer() -> Answered:
        requests.write(b"\n")
        line = await answers.readline()
        if not line:
            raise RuntimeError("A process that runs the agent has ended.")
        return Answered(**json.loads(line))

    try:
        yield answer
    finally:
        requests.close()
        await process.wait()
