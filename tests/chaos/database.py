"""Reads the databases from outside of the product's processes."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from typing import Any

import psycopg

ACTIVE = "SELECT count(*) FROM chatbot_run WHERE status IN ('queued', 'running', 'awaiting_approval')"
REMINDERS = "SELECT count(*) FROM chatbot_task WHERE remind_at IS NOT NULL"  # all are due within seconds
IMPORTS = "SELECT count(*) FROM chatbot_taskimport WHERE status = 'running'"
POSITIONS = "SELECT name, last_seq FROM streaming_stream"


class Database(ABC):
    @abstractmethod
    def rows(self, query: str) -> list[tuple[Any, ...]]: ...

    def unfinished(self) -> int:
        """The active runs, the reminders that are still to be sent, and the imports that have not ended."""
        counts = [self.rows(query) for query in (ACTIVE, REMINDERS, IMPORTS)]
        return sum(int(count) for [(count,)] in counts)

    def positions(self) -> dict[str, int]:
        """The last seq of each stream."""
        return dict(self.rows(POSITIONS))


class SqliteDatabase(Database):
    def __init__(self, path: str) -> None:
        self._path = path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path, timeout=20)) as connection:
            return connection.execute(query).fetchall()


class PostgresDatabase(Database):
    def __init__(self, url: str) -> None:
        self._url = url

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            return connection.execute(query.encode()).fetchall()
