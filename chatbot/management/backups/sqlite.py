"""Backups of SQLite: copies by its backup interface, which reads and writes in one transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

from streaming.log import NEW_EPOCHS

_PATIENCE = 30  # seconds to wait for a process that writes


def dump(path: Path) -> None:
    name = connection.settings_dict["NAME"]
    with (
        _explained(name),
        closing(_open(Path(name), "rw")) as database,
        closing(sqlite3.connect(path)) as copy,
    ):
        database.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, also for those who may only read it


def applied_migrations(path: Path) -> set[tuple[str, str]]:
    with _explained(path), closing(_open(path, "ro")) as backup:
        (result,) = backup.execute("PRAGMA integrity_check(1)").fetchone()
        if result != "ok":
            raise CommandError(f"{path} is damaged: {result}")
        if not backup.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            return set()
        return set(backup.execute("SELECT app, name FROM django_migrations"))


def load(path: Path) -> None:
    # In a temporary database first, so that the epochs of the backup are never visible.
    with _explained(path), closing(_open(path, "ro")) as backup, closing(sqlite3.connect("")) as prepared:
        backup.backup(prepared)
        prepared.execute(NEW_EPOCHS["sqlite"])
        prepared.commit()
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=1)) as database:
            prepared.backup(database, progress=_give_up_after(_PATIENCE))


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)


def _give_up_after(seconds: float) -> Callable[[int, int, int], None]:
    deadline = time.monotonic() + seconds

    def check(status: int, remaining: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > deadline:
            raise sqlite3.OperationalError("another process writes to the database all the time")

    return check


@contextmanager
def _explained(path: Path | str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CommandError(f"{path}: {error}.") from error
