"""Check pooled connections to PostgreSQL before they are used."""

from __future__ import annotations

import select
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_if_spoken_to(connection: Connection[Any]) -> None:
    """Raise `psycopg.OperationalError` if the server has closed the connection.

    A server sends data on an idle connection only to close it. So a round trip is needed only if there is
    something to read; the pool's own check makes one every time.
    """
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    if looking.poll(0):
        ConnectionPool.check_connection(connection)
