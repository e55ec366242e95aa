"""Distinguishes a database that is unreachable or busy from an error of the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

# Django has one class for both: a missing table is an operational error on SQLite, too.
_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PROTOCOL,
}
_PRIMARY = 0xFF  # of SQLite's extended result codes


def is_outage(error: BaseException) -> bool:
    """Whether the same request may succeed later, if only the state of the database changes."""
    return any(_is_away(one) for one in _chain(error))


def _is_away(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if isinstance(error.__cause__, sqlite3.Error):
        return code is not None and code & _PRIMARY in _AWAY
    return True


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that it was raised from; at most a few, since a chain may be circular."""
    current: BaseException | None = error
    for _ in range(8):
        if current is None:
            return
        yield current
        current = current.__cause__
