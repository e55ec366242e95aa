"""Databases with the project's tables, made quickly: migrated once, then copied for each caller."""

from __future__ import annotations

import fcntl
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.core.management import call_command
from django.db import connection, connections

from tests.services.postgres_server import PostgresServer
from tests.services.web_server import environment, manage

SQLITE = "django.db.backends.sqlite3"
MIGRATED = "migrated"  # the PostgreSQL database that the others are copies of


def migrate_in_a_process(url: str) -> None:
    manage(environment(url), "migrate", "--verbosity", "0")


class SqliteDatabases:
    """Copies of templates in a directory that processes may share: one of them makes each template.

    `migrate` makes the tables of a new database; by default, in a process of its own.
    """

    def __init__(
        self, directory: Path, templates: Path, migrate: Callable[[str], object] = migrate_in_a_process
    ) -> None:
        self._directory = directory
        self._templates = templates
        self._migrate = migrate
        self._numbers = itertools.count(1)

    def new(self, *, demo: bool = False) -> str:
        """Return the URL of a fresh database, optionally with the demo accounts."""
        return f"sqlite:///{self.new_file(demo=demo)}"

    def new_file(self, *, demo: bool = False) -> Path:
        path = self._directory / f"{next(self._numbers)}.sqlite3"
        shutil.copyfile(self._template(demo), path)
        return path

    def make_template(self) -> None:
        """Migrate the database that the others are copies of, if no process has."""
        self._template(demo=False)

    def _template(self, demo: bool) -> Path:
        path = self._templates / ("demo.sqlite3" if demo else "empty.sqlite3")
        if path.exists():
            return path
        if demo:
            made = self.new_file()
            manage(environment(f"sqlite:///{made}"), "demo")
            return made.replace(path)
        with locked(self._templates / "sqlite.lock"):
            if not path.exists():
                made = self._directory / f"{next(self._numbers)}.sqlite3"
                self._migrate(f"sqlite:///{made}")
                made.replace(path)
        return path


class PostgresDatabases:
    """Copies of a template that also has the tables of the job queue."""

    def __init__(self, server: PostgresServer, template: str = "") -> None:
        self._server = server
        self._template = template

    def new(self) -> str:
        """Return the URL of a fresh database."""
        self._template = self._template or migrated_database(self._server)
        return self._server.url(self._server.new_database(self._template))


def migrated_database(server: PostgresServer) -> str:
    name = server.new_database(name=MIGRATED)
    # Redis is not used while a database is migrated.
    env = environment(server.url(name), "redis://127.0.0.1:1", JOBS="workers")
    manage(env, "migrate", "--verbosity", "0")
    return name


def migrated_files(directory: Path) -> Path:
    """Return the files of a PostgreSQL with the database `MIGRATED`. One of the processes that share the
    directory makes them."""
    files = directory / "postgresql"
    with locked(directory / "postgresql.lock"):
        if not files.exists():
            server = PostgresServer()
            try:
                server.start()
                migrated_database(server)
                server.shut_down()
                shutil.move(server.data, files)
            finally:
                server.remove()
    return files


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep out other processes."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current_database_url() -> str:
    """Return the URL of the database of Django's default connection, including a test's."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password, host, name = (
        quote(settings[key], safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")
    )
    return f"postgresql://{user}:{password}@{host}:{settings['PORT']}/{name}"


def migrate_here(url: str) -> None:
    """Migrate a database in this process, if its project is set up for databases of this kind."""
    with default_database(url):
        call_command("migrate", verbosity=0)


@contextmanager
def default_database(url: str) -> Iterator[None]:
    """Let this be Django's default database, in every thread."""
    kept = connections.settings["default"]
    usual = connections["default"]
    given = dj_database_url.parse(url)
    # Of SQLite, as servers have them: a transaction that begins with a read must not fail at its first write.
    options = kept["OPTIONS"] if given["ENGINE"] == kept["ENGINE"] == SQLITE else {}
    connections.settings["default"] = {**kept, **given, "OPTIONS": options}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept
        connections["default"] = usual
