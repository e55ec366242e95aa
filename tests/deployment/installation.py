"""A whole installation in processes of its own: two web servers, two workers, PostgreSQL and Redis."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg

from tests.contracts.client import Account
from tests.contracts.site import Site
from tests.provider.script import Provider
from tests.services.web_server import WebServer
from tests.services.worker_process import WorkerProcess


@dataclass
class Installation:
    webs: list[WebServer]
    workers: list[WorkerProcess]
    provider: Provider
    site: Site
    database_url: str

    def account(self) -> Account:
        return self.site.account()

    def worker_at(self, run_id: str) -> WorkerProcess:
        """The worker that is at work on a run."""
        query = "SELECT claimed_by FROM absurd.r_default JOIN absurd.t_default USING (task_id)"
        where = " WHERE r_default.state = 'running' AND params->'args'->>0 = %s"
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute(query + where, [run_id]).fetchall()
        names = {str(worker.pid): worker for worker in self.workers if worker.running}
        (worker,) = (names[pid] for (name,) in rows if (pid := name.rpartition(":")[2]) in names)
        return worker

    def revive(self) -> None:
        for process in (*self.webs, *self.workers):
            process.revive()

    def kill(self) -> None:
        for process in (*self.webs, *self.workers):
            process.kill()


def terminate(process: WebServer | WorkerProcess) -> float:
    """Ask a process to end, as a supervisor does. Return when."""
    os.kill(process.pid, signal.SIGTERM)
    return time.monotonic()


async def post(web: WebServer, account: Account, path: str, body: dict[str, Any] | None = None) -> Any:
    async with httpx.AsyncClient(base_url=web.url, headers=account.bearer, timeout=20) as http:
        response = await http.post(path, json=body or {}, headers={"Prefer": "respond-async"})
    assert response.is_success, response.text
    return response.json()


async def start_run(web: WebServer, account: Account, message: str = "Hello") -> str:
    run_id: str = (await post(web, account, "/api/chat", {"message": message}))["run_id"]
    return run_id
