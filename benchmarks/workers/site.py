from __future__ import annotations

from benchmarks.machine import cpu_of_children
from benchmarks.workspace import Workspace
from tests.services.web_server import environment, manage

PROCESSES = 2  # of the worker


class Site:
    """Two web servers and a worker of two processes, with a database and a Redis."""

    def __init__(self, workspace: Workspace, settings: dict[str, str]) -> None:
        self._workspace = workspace
        url, redis_url = workspace.postgres.new(), workspace.redis.url
        # One key: a session of one of them is valid at the other.
        settings = {**settings, "JOBS": "workers", "SECRET_KEY": "of-a-site-that-lives-for-a-minute" * 2}
        # The queue has tables of its own.
        manage(environment(url, redis_url, **settings), "migrate", "--verbosity", "0")
        self.web, self.other_web = (
            workspace.serve("uvicorn", url, redis_url=redis_url, **settings) for _ in range(2)
        )
        self._worker = workspace.work(self.web.env, PROCESSES)

    @property
    def worker_pid(self) -> int:
        """Of the process that has started the others."""
        return self._worker.pid

    def worker_cpu(self) -> float:
        """Seconds that the processes of the worker have used."""
        return cpu_of_children(self.worker_pid)

    def replace_worker(self) -> None:
        """Start another worker, and kill the one that has all the runs."""
        other = self._workspace.work(self.web.env, PROCESSES)
        self._worker.kill()
        self._worker = other

    def stop(self) -> None:
        for process in (self._worker, self.other_web, self.web):
            process.kill()
