"""The databases, services and servers that are measured, each of its own and gone afterwards."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services.databases import PostgresDatabases, SqliteDatabases
from tests.services.postgres_server import PostgresServer
from tests.services.redis_server import RedisServer
from tests.services.web_server import Kind, WebServer, environment

# As it is deployed: with `DEBUG` on, Django writes every query down, on SQLite with a second query for each.
DEPLOYED = {"DEBUG": "false", "INSECURE_HTTP": "true", "ALLOWED_HOSTS": "127.0.0.1"}


class Workspace:
    def __init__(self) -> None:
        self._cleanup = ExitStack()
        self._directory = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="lockstep-")))
        self._servers: list[WebServer] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            for server in self._servers:
                print(f"Log of {' '.join(server.argv)}:\n{server.log_text()}", file=sys.stderr)
        self._cleanup.close()

    @cached_property
    def sqlite(self) -> SqliteDatabases:
        return SqliteDatabases(self._directory)

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

    def serve(
        self, kind: Kind, database_url: str, *, redis_url: str = "", application: str = "", **settings: str
    ) -> WebServer:
        """Start the site, or another ASGI application that answers at `/healthz`."""
        server = WebServer(
            self._directory, environment(database_url, redis_url, **DEPLOYED, **settings), kind
        )
        if application:
            server.argv[-1] = application
        self._servers.append(server)
        self._cleanup.callback(server.stop)
        server.start()
        return server
