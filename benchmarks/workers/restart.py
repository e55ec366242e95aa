"""One process is the whole installation, and is killed: the time until its runs resume after its restart."""

from __future__ import annotations

import asyncio
import json
import time

from websockets.asyncio.client import connect

from benchmarks.accounts import Account, make_accounts
from benchmarks.figures import Part, Table, Target
from benchmarks.workspace import Workspace
from tests.services.web_server import WebServer

from .conversation import SILENCE, client, talking

RESTARTS = 2
COLUMNS = ("restarts", "healthy again", "resumed, fastest", "slowest")


async def measure(workspace: Workspace, settings: dict[str, str]) -> Part:
    server = workspace.serve("uvicorn", workspace.sqlite.new(), DAILY_MESSAGE_LIMIT="1000", **settings)
    [account] = await asyncio.to_thread(make_accounts, server.env, 1)
    async with client(server) as http, talking(server, account, http) as person:
        run_id = (await person.post("/api/chat", message="What is on my list?"))["run_id"]
        await person.event("message_delta", run_id=run_id)
    healthy, resumed = [], []
    for attempt in range(2, RESTARTS + 2):
        server.kill()
        started = time.monotonic()
        server.start()
        healthy.append(time.monotonic() - started)
        resumed.append(await _resumed(server, account, attempt) - started)
    server.stop()
    row = (RESTARTS, max(healthy), min(resumed), max(resumed))
    return Part(
        [Table("One process, SQLite, killed and started: seconds after the start", COLUMNS, [row])],
        [Target("in-process restart, run resumed p100", max(resumed), 5, "s")],
    )


async def _resumed(server: WebServer, account: Account, attempt: int) -> float:
    """When a tab that reconnects gets the next attempt of the run."""
    async with (
        asyncio.timeout(SILENCE),
        connect(f"{server.ws_url}{account.socket}&after={account.cursor}", proxy=None) as tab,
    ):
        while True:
            frame = json.loads(await tab.recv())
            if frame["event_type"] == "agent_thinking" and frame["attempt"] == attempt:
                return time.monotonic()
