"""A complete installation in processes: two web servers, two workers, PostgreSQL and Redis."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx
import psycopg
import pytest

from tests.contracts.client import Account, ChatSocket
from tests.contracts.site import Site
from tests.provider.script import Provider
from tests.services.reporting import PROCESSES
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
        """The worker that executes a run."""
        pids = self.claimed_by(run_id)
        (worker,) = (worker for worker in self.workers if worker.running and worker.pid in pids)
        return worker

    def claimed_by(self, run_id: str) -> set[int]:
        """The processes that have claimed the run's job; some may have been killed."""
        query = "SELECT claimed_by FROM absurd.r_default JOIN absurd.t_default USING (task_id)"
        where = " WHERE r_default.state = 'running' AND params->'args'->>0 = %s"
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute(query + where, [run_id]).fetchall()
        return {int(name.rpartition(":")[2]) for (name,) in rows}

    @contextmanager
    def running(self) -> Iterator[Self]:
        try:
            self.revive()
            self.site.make_accounts()
            yield self
        finally:
            for process in self._processes:
                process.kill()

    def for_test(self, node: pytest.Item) -> Self:
        """The installation with every process of it running again after the last test."""
        node.stash.setdefault(PROCESSES, []).extend(self._processes)
        self.revive()
        return self

    @property
    def _processes(self) -> list[WebServer | WorkerProcess]:
        return [*self.webs, *self.workers]

    def revive(self) -> None:
        for process in self._processes:
            process.revive()


def terminate(process: WebServer | WorkerProcess) -> float:
    """Send a process SIGTERM, as a supervisor does. Return the time."""
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


def attempts_left(tab: ChatSocket) -> list[int]:
    """The numbers of the attempts that a tab received when runs were resumed."""
    return [frame["result"]["attempts_left"] for frame in tab.events if frame["event_type"] == "run_retrying"]
