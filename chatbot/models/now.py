"""The database's time in the form in which times are stored, so that a stored time equals its own value."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import functions
from django.db.models.sql.compiler import SQLCompiler

# SQLite keeps times as text. Django binds six digits of a second, or none where they are all zero; its own
# `Now` writes three, which no bound value equals.
SQLITE_NOW = "replace(strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now') || '000', '.000000', '')"


class Now(functions.Now):  # noqa: TID251 - the only place that may
    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, Any]:
        template = SQLITE_NOW.replace("%%", "%%%%")
        return self.as_sql(compiler, connection, template=template, **extra_context)
