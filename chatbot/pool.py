"""Connections of the pool to PostgreSQL are looked at before they are used."""

from __future__ import annotations

import select
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_if_spoken_to(connection: Connection[Any]) -> None:
    """Raises `psycopg.OperationalError` if the server has ended the connection.

    A server that ends one says so, and nothing else without being asked: so a round trip is spent only
    where there is something to read. The pool's own check spends one each time.
    """
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    if looking.poll(0):
        ConnectionPool.check_connection(connection)
