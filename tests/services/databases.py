"""Databases with the project's tables, made quickly: migrated once, then copied for each who asks."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import connection

from tests.services.web_server import environment, manage

if TYPE_CHECKING:
    from tests.services.postgres_server import PostgresServer


class SqliteDatabases:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = itertools.count(1)
        self._templates: dict[bool, Path] = {}

    def new(self, *, demo: bool = False) -> str:
        """Return the URL of a fresh database, with the demo accounts if they are wanted."""
        if demo not in self._templates:
            self._templates[demo] = self._made(demo)
        path = self._path()
        shutil.copyfile(self._templates[demo], path)
        return f"sqlite:///{path}"

    def _made(self, demo: bool) -> Path:
        path = self._path()
        env = environment(f"sqlite:///{path}")
        manage(env, "migrate", "--verbosity", "0")
        if demo:
            manage(env, "demo")
        return path

    def _path(self) -> Path:
        return self._directory / f"{next(self._numbers)}.sqlite3"


class PostgresDatabases:
    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template: str | None = None

    def new(self) -> str:
        """Return the URL of a fresh database."""
        if self._template is None:
            template = self._server.new_database()
            manage(environment(self._server.url(template)), "migrate", "--verbosity", "0")
            self._template = template
        return self._server.url(self._server.new_database(self._template))


def current_database_url() -> str:
    """Return the URL of the database that Django's default connection is on, a test's included."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password, host, name = (
        quote(settings[key], safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")
    )
    return f"postgresql://{user}:{password}@{host}:{settings['PORT']}/{name}"
