from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_WRITES = re.compile(r"\s*(WITH\b.*)?\b(INSERT|UPDATE|DELETE)\b", re.DOTALL)


class Commits:
    """Counts the transactions of this process that commit; a single statement that writes
    counts as one, too."""

    def __init__(self) -> None:
        self.count = 0
        connection_created.connect(self._opened)

    def _opened(self, *, connection: BaseDatabaseWrapper, **_: Any) -> None:
        if self._executed not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._executed)

    def _executed(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        connection = context["connection"]
        if not connection.in_atomic_block:
            self.count += _WRITES.match(sql) is not None
        elif all(self._committed != function for _, function, _ in connection.run_on_commit):
            connection.on_commit(self._committed)
        return execute(sql, params, many, context)

    def _committed(self) -> None:
        self.count += 1
