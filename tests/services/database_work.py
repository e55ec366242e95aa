"""What this process asks of its databases: statements, and transactions that commit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_WRITES = re.compile(r"\s*(WITH\b.*)?\b(INSERT|UPDATE|DELETE)\b", re.DOTALL)


class DatabaseWork:
    """Counts on every connection that is opened from now on.

    `BEGIN` is no statement, for only SQLite is sent one. A lone statement that writes is a commit, too.
    """

    def __init__(self) -> None:
        self.statements = 0
        self.commits = 0
        connection_created.connect(self._opened)

    def watch_opened(self) -> None:
        """Count on the connections that the current thread has opened already, too."""
        for connection in connections.all(initialized_only=True):
            self._opened(connection)

    def _opened(self, connection: BaseDatabaseWrapper, **_: Any) -> None:
        if self._executed not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._executed)

    def _executed(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        connection = context["connection"]
        if sql.startswith("BEGIN"):
            return execute(sql, params, many, context)
        self.statements += 1
        if not connection.in_atomic_block:
            self.commits += _WRITES.match(sql) is not None
        elif all(self._committed != function for _, function, _ in connection.run_on_commit):
            connection.on_commit(self._committed)
        return execute(sql, params, many, context)

    def _committed(self) -> None:
        self.commits += 1
