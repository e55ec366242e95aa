"""Databases with the project's tables, made quickly: migrated once, then copied for each caller."""

from __future__ import annotations

import fcntl
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import dj_database_url
from django.db import connection, connections

from tests.services.web_server import environment, manage

if TYPE_CHECKING:
    from tests.services.postgres_server import PostgresServer


class SqliteDatabases:
    """Copies of templates in a directory that processes may share: one of them makes each template."""

    def __init__(self, directory: Path, templates: Path) -> None:
        self._directory = directory
        self._templates = templates
        self._numbers = itertools.count(1)

    def new(self, *, demo: bool = False) -> str:
        """Return the URL of a fresh database, optionally with the demo accounts."""
        return f"sqlite:///{self.new_file(demo=demo)}"

    def new_file(self, *, demo: bool = False) -> Path:
        path = self._directory / f"{next(self._numbers)}.sqlite3"
        shutil.copyfile(self._template(demo), path)
        return path

    def _template(self, demo: bool) -> Path:
        path = self._templates / ("demo.sqlite3" if demo else "empty.sqlite3")
        if path.exists():
            return path
        if demo:
            made = self.new_file()
            manage(environment(f"sqlite:///{made}"), "demo")
            return made.replace(path)
        with (self._templates / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                made = self._directory / f"{next(self._numbers)}.sqlite3"
                manage(environment(f"sqlite:///{made}"), "migrate", "--verbosity", "0")
                made.replace(path)
        return path


class PostgresDatabases:
    """Copies of a template that also has the tables of the job queue."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template: str | None = None

    def new(self) -> str:
        """Return the URL of a fresh database."""
        if self._template is None:
            template = self._server.new_database()
            # Redis is not used while a database is migrated.
            env = environment(self._server.url(template), "redis://127.0.0.1:1", JOBS="workers")
            manage(env, "migrate", "--verbosity", "0")
            self._template = template
        return self._server.url(self._server.new_database(self._template))


def current_database_url() -> str:
    """Return the URL of the database of Django's default connection, including a test's."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password, host, name = (
        quote(settings[key], safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")
    )
    return f"postgresql://{user}:{password}@{host}:{settings['PORT']}/{name}"


@contextmanager
def default_database(url: str) -> Iterator[None]:
    """Let this be Django's default database, in every thread."""
    kept = connections.settings["default"]
    usual = connections["default"]
    connections.settings["default"] = {**kept, **dj_database_url.parse(url), "OPTIONS": {}}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept
        connections["default"] = usual
