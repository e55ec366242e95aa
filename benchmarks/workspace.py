"""The databases, services and servers that are measured; they are deleted afterwards."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services.databases import PostgresDatabases, SqliteDatabases
from tests.services.postgres_server import PostgresServer
from tests.services.process import Process
from tests.services.redis_server import RedisServer
from tests.services.web_server import Kind, WebServer, environment
from tests.services.worker_process import WorkerProcess

from .providers import ProviderServer

# As deployed: with `DEBUG`, Django logs every query, on SQLite with a second query for each.
DEPLOYED = {
    "DEBUG": "false",
    "INSECURE_HTTP": "true",
    "ALLOWED_HOSTS": "127.0.0.1",
    "LOG_LEVEL": "WARNING",
}


class Workspace:
    def __init__(self) -> None:
        self._cleanup = ExitStack()
        self._directory = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="lockstep-")))
        self._processes: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            for process in self._processes:
                print(f"Log of {' '.join(process.argv)}:\n{process.log_text()}", file=sys.stderr)
        self._cleanup.close()

    @cached_property
    def sqlite(self) -> SqliteDatabases:
        return SqliteDatabases(self._directory, self._directory)

    @cached_property
    def postgres(self) -> PostgresDatabases:
        server = PostgresServer()
        self._cleanup.callback(server.remove)
        server.start()
        return PostgresDatabases(server)

    @cached_property
    def redis(self) -> RedisServer:
        server = RedisServer(self._directory)
        self._cleanup.callback(server.stop)
        server.start()
        return server

    @cached_property
    def provider(self) -> ProviderServer:
        server = ProviderServer(self._directory)
        self._cleanup.callback(server.kill)
        server.start()
        return server

    def work(self, env: Mapping[str, str], processes: int = 1) -> WorkerProcess:
        """Start the processes that execute the jobs of a site with this environment."""
        # It logs when it is ready.
        worker = WorkerProcess(self._directory, {**env, "LOG_LEVEL": "INFO"}, processes=processes)
        self._processes.append(worker)
        self._cleanup.callback(worker.kill)
        worker.start()
        return worker

    def serve(
        self, kind: Kind, database_url: str, *, redis_url: str = "", application: str = "", **settings: str
    ) -> WebServer:
        """Start the site, or another ASGI application that answers at `/healthz`."""
        server = WebServer(
            self._directory, environment(database_url, redis_url, **DEPLOYED, **settings), kind
        )
        if application:
            server.argv[-1] = application
        self._processes.append(server)
        self._cleanup.callback(server.stop)
        server.start()
        return server
