"""The database's current time in the format of stored times, so that equal times compare equal."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import functions
from django.db.models.sql.compiler import SQLCompiler

# SQLite stores times as text. Django binds six digits of a second, or none if they are all zero; but its
# own `Now` writes three, which never equals a bound value.
SQLITE_NOW = "replace(strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now') || '000', '.000000', '')"


class Now(functions.Now):  # noqa: TID251 - the only place that may
    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, Any]:
        template = SQLITE_NOW.replace("%%", "%%%%")
        return self.as_sql(compiler, connection, template=template, **extra_context)
