"""Which database errors are temporary, so that the same write is worth a retry."""

from __future__ import annotations

import sqlite3

from django.db import Error, InterfaceError, OperationalError

# Classes of SQLSTATE: connection, serialization and deadlock, resources, object in use, operator, system.
_PASSING_CLASSES = {"08", "40", "53", "55", "57", "58"}
_READ_ONLY = "25006"  # during a failover of the cluster
_PASSING_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}


def may_pass(error: Error) -> bool:
    """Whether the database was unreachable, busy or full, rather than unable to store the value at all."""
    cause = error.__cause__
    if state := getattr(cause, "sqlstate", None):
        return state[:2] in _PASSING_CLASSES or state == _READ_ONLY
    if code := getattr(cause, "sqlite_errorcode", None):
        return code & 0xFF in _PASSING_CODES  # the upper bits are details of the same error
    return isinstance(error, OperationalError | InterfaceError)
