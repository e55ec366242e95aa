"""Connections of the pool: those that the server has closed are replaced, the others are not checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool

from chatbot.pool import check_if_spoken_to
from tests.services.databases import PostgresDatabases


@pytest.fixture
def pool(postgres_databases: PostgresDatabases) -> Iterator[ConnectionPool]:
    url = postgres_databases.new()
    with ConnectionPool(url, min_size=2, check=check_if_spoken_to, kwargs={"autocommit": True}) as pool:
        pool.wait()
        yield pool


def test_a_connection_that_the_server_has_closed_is_replaced(pool: ConnectionPool) -> None:
    with pool.connection() as ended, pool.connection() as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [ended.info.backend_pid])
        pid = ended.info.backend_pid
    pids = set()
    with pool.connection() as one, pool.connection() as another:
        for connection in (one, another):
            pids.add(connection.execute("SELECT pg_backend_pid()").fetchone()[0])  # type: ignore[index]
    assert len(pids) == 2
    assert pid not in pids


def test_a_usable_connection_is_not_checked(pool: ConnectionPool) -> None:
    with pool.connection() as first, pool.connection() as other:
        first.execute("SELECT 'the last thing it was asked'")
        pid = first.info.backend_pid
        asked = "SELECT query FROM pg_stat_activity WHERE pid = %s"
        before = other.execute(asked, [pid]).fetchone()
        pool.check_connection(first)
        assert other.execute(asked, [pid]).fetchone() != before
        first.execute("SELECT 'the last thing it was asked'")
        check_if_spoken_to(first)
        assert other.execute(asked, [pid]).fetchone() == before
