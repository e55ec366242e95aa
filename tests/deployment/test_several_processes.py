"""`manage.py worker --processes 2`: both execute runs, and one that dies loses none."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.contracts.client import chat_socket
from tests.contracts.site import Site
from tests.deployment.installation import attempts_left, post, start_run
from tests.provider.script import Provider, says
from tests.services.databases import PostgresDatabases
from tests.services.preloaded import PreloadedServer
from tests.services.redis_server import RedisServer
from tests.services.wait import wait_until
from tests.services.web_server import WebServer, environment
from tests.services.worker_process import WorkerProcess

STALLED = says("Hello", stop_after=3, then="stall")


@pytest.mark.timeout(120)
async def test_two_processes_share_the_runs_and_take_over_from_each_other(
    tmp_path: Path,
    postgres_databases: PostgresDatabases,
    redis_server: RedisServer,
    provider: Provider,
    begin: Callable[[WebServer | WorkerProcess], None],
) -> None:
    settings = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    env = environment(postgres_databases.new(), redis_server.url, JOBS="workers", RUN_LEASE="1", **settings)
    web, worker = PreloadedServer(tmp_path, env, "uvicorn"), WorkerProcess(tmp_path, env, 1, processes=2)
    begin(worker)
    begin(web)
    site = Site(web)
    await asyncio.to_thread(site.make_accounts)
    alice = site.account()
    provider.play(STALLED, STALLED, says("Hello again."))
    async with chat_socket(web.ws_url, alice) as tab:
        lost, other = [await start_run(web, alice, message) for message in ("One", "Two")]
        for run_id in (lost, other):
            await tab.until("message_delta", run_id=run_id)
        processes = claims(env["DATABASE_URL"])
        assert len(set(processes.values())) == 2  # each executes one run at once
        os.kill(processes[lost], signal.SIGKILL)
        await post(web, alice, f"/api/runs/{other}/cancel/")
        last = await tab.until_end(lost)
        wait_until(lambda: "starting another" in worker.log_text(), "a process in place of the killed one")
    assert (last["event_type"], last["attempt"]) == ("agent_done", 2)
    assert attempts_left(tab) == [2]


def claims(database_url: str) -> dict[str, int]:
    """The process that executes each run."""
    query = (
        "SELECT params->'args'->>0, claimed_by FROM absurd.r_default JOIN absurd.t_default USING (task_id)"
    )
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(query + " WHERE r_default.state = 'running'").fetchall()
    return {run_id: int(worker.rpartition(":")[2]) for run_id, worker in rows}
