"""Backups of the whole database, as files: what `manage.py backup` and `manage.py restore` do.

For each kind of database there is a module with the same three functions. They raise `CommandError`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from . import postgresql, sqlite


class Backups(Protocol):
    def dump(self, path: Path) -> None:
        """Write the database as it is at one moment to the file, while others use it."""

    def applied_migrations(self, path: Path) -> set[tuple[str, str]]:
        """Read the whole file to check it, and return which migrations its database had."""

    def load(self, path: Path) -> None:
        """Replace the database by that of the file, with new epochs, in one transaction."""


def of_database() -> Backups:
    return sqlite if connection.vendor == "sqlite" else postgresql


def check_backup(path: Path) -> None:
    """Raise `CommandError` unless the file is whole, and of this or an older release."""
    applied = of_database().applied_migrations(path)
    if not any(app == "chatbot" for app, _ in applied):
        raise CommandError(f"{path} is no backup of Lockstep.")
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    if newer := sorted(name for app, name in applied - known if app in loader.migrated_apps):
        raise CommandError(
            f"{path} is of a newer release, with the migration {newer[-1]}: install that first."
        )
