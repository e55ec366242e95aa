"""One server for many tests: each finds it as new, without the seconds that a start takes."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Self

import pytest

from tests.services.databases import SqliteDatabases
from tests.services.reporting import PROCESSES
from tests.services.web_server import WebServer, environment


class KeptSite:
    def __init__(self, directory: Path, databases: SqliteDatabases, **settings: str) -> None:
        self._new, url = databases.new(demo=True), databases.new(demo=True)
        self._server = WebServer(directory, environment(url, **settings), "daphne")

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.kill()

    def as_new(self, node: pytest.Item) -> WebServer:
        """The server, at work, with a database in which nothing has happened yet."""
        node.stash.setdefault(PROCESSES, []).append(self._server)
        if not self._server.running:
            self._server.start()
        used, new = (url.removeprefix("sqlite:///") for url in (self._server.env["DATABASE_URL"], self._new))
        with closing(sqlite3.connect(used, isolation_level=None, timeout=20)) as connection:
            connection.execute("ATTACH ? AS new", (new,))
            connection.execute("BEGIN IMMEDIATE")
            names = "SELECT name FROM new.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            for (name,) in connection.execute(names).fetchall():
                connection.execute(f'DELETE FROM main."{name}"')  # noqa: S608 (its name comes from the schema)
                connection.execute(f'INSERT INTO main."{name}" SELECT * FROM new."{name}"')  # noqa: S608
            # What the server still knows of the streams is void.
            connection.execute("UPDATE streaming_stream SET epoch = ?", (secrets.token_hex(4),))
            connection.execute("COMMIT")
        return self._server
