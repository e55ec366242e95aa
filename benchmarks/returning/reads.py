from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from streaming.models import Event


class LogReads:
    """Counts the statements of this process that read events."""

    def __init__(self) -> None:
        self.count = 0
        self._source = f'FROM "{Event._meta.db_table}"'
        connection_created.connect(self._opened)

    def _opened(self, *, connection: BaseDatabaseWrapper, **_: Any) -> None:
        if self._executed not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._executed)

    def _executed(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.count += self._source in sql
        return execute(sql, params, many, context)
