"""Fixtures of Redis, PostgreSQL and the site's own server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.services.databases import (
    MIGRATED,
    PostgresDatabases,
    SqliteDatabases,
    current_database_url,
    migrate_here,
    migrate_in_a_process,
    migrated_files,
)
from tests.services.postgres_server import PostgresServer
from tests.services.preloaded import PreloadedServer
from tests.services.redis_server import RedisServer
from tests.services.reporting import PROCESSES
from tests.services.web_server import Kind, WebServer, environment


class StartServer(Protocol):
    def __call__(
        self, kind: Kind = ..., *, database_url: str | None = ..., redis_url: str = ..., **settings: str
    ) -> WebServer: ...


@pytest.fixture(scope="session")
def services() -> None:
    """Used by every fixture that starts a program: it marks the tests that `make check` leaves out."""


@pytest.fixture(scope="session")
def redis_process(services: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    try:
        redis.start()
        yield redis
    finally:
        redis.stop()


@pytest.fixture
def redis_server(redis_process: RedisServer) -> RedisServer:
    """A Redis that runs and is empty, whatever an earlier test did to it."""
    redis_process.revive()
    redis_process.flush()
    return redis_process


@pytest.fixture(scope="session")
def shared_directory(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A directory of the whole run: with several test processes, each has its own within it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def postgres_process(services: None, shared_directory: Path) -> Iterator[PostgresServer]:
    postgres = PostgresServer(migrated_files(shared_directory))
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.remove()


@pytest.fixture
def postgres_server(postgres_process: PostgresServer) -> PostgresServer:
    """A PostgreSQL that runs, whatever an earlier test did to it."""
    postgres_process.revive()
    return postgres_process


@pytest.fixture(scope="session")
def sqlite_databases(
    tmp_path_factory: pytest.TempPathFactory, shared_directory: Path, django_db_blocker: DjangoDbBlocker
) -> SqliteDatabases:
    """Makes fresh SQLite databases that have the project's tables."""

    def migrate(url: str) -> None:
        # Here takes no further process with all libraries; but the project may be set up for PostgreSQL.
        with django_db_blocker.unblock():
            (migrate_here if connection.vendor == "sqlite" else migrate_in_a_process)(url)

    databases = SqliteDatabases(tmp_path_factory.mktemp("sqlite"), shared_directory, migrate)
    databases.make_template()  # not in a test, which may be asynchronous: no event loop may migrate
    return databases


@pytest.fixture(scope="session")
def postgres_template(postgres_process: PostgresServer) -> PostgresDatabases:
    return PostgresDatabases(postgres_process, MIGRATED)


@pytest.fixture
def postgres_databases(
    postgres_server: PostgresServer, postgres_template: PostgresDatabases
) -> PostgresDatabases:
    """Makes fresh PostgreSQL databases that have the project's tables."""
    return postgres_template


@pytest.fixture
def server(
    services: None, request: pytest.FixtureRequest, tmp_path: Path, sqlite_databases: SqliteDatabases
) -> Iterator[StartServer]:
    """Start the site in a process: `server("uvicorn", redis_url=redis_server.url, AGENT_TIMEOUT="2")`.

    Without a database URL it gets a fresh SQLite database of its own.
    """
    processes = request.node.stash.setdefault(PROCESSES, [])
    with ExitStack() as cleanup:

        def start(
            kind: Kind = "daphne", *, database_url: str | None = None, redis_url: str = "", **settings: str
        ) -> WebServer:
            env = environment(database_url or sqlite_databases.new(), redis_url, **settings)
            started = PreloadedServer(tmp_path, env, kind)
            processes.append(started)
            cleanup.callback(started.kill)
            started.start()
            return started

        yield start


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server_kind" in metafunc.fixturenames:
        is_for_both = metafunc.definition.get_closest_marker("both_servers")
        kinds = ["daphne", "uvicorn"] if is_for_both else ["uvicorn"]
        metafunc.parametrize("server_kind", kinds, indirect=True, scope="package")


@pytest.fixture(scope="package")
def server_kind(request: pytest.FixtureRequest) -> Kind:
    """uvicorn; and Daphne, too, for tests that are marked `both_servers`.

    These are the tests of what the servers do each in its own way: handshakes, close codes, framing, answers
    that are streamed or left. Everything else is the same code on both.
    """
    chosen: Kind = request.param
    return chosen


@pytest.fixture(scope="module")
def kept_server(
    services: None,
    server_kind: Kind,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
) -> Iterator[WebServer]:
    """A server for all tests of a module, on the database of the tests."""
    # One secret, so that tokens and sessions that the tests make are valid there.
    env = environment(current_database_url(), SECRET_KEY=settings.SECRET_KEY)
    server = PreloadedServer(tmp_path_factory.mktemp("site"), env, server_kind)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server_here(request: pytest.FixtureRequest, kept_server: WebServer, transactional_db: None) -> WebServer:
    """The site in its own process, on the test's database."""
    request.node.stash.setdefault(PROCESSES, []).append(kept_server)
    return kept_server
