from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatbot.management.backups import check_backup, of_database
from chatbot.models import JobProcess, Task, User

_MAGIC = {b"SQLite format 3": "sqlite", b"PGDMP": "postgresql"}

_NOTE = """\
Open tabs load again. Runs that were active at the time of the backup are resumed when processes start.
Passwords, personal tokens and sessions are as they were then: what was revoked since is valid again."""


class Command(BaseCommand):
    help = "Replace the whole database by that of a backup, and migrate it. Stop all processes first."
    requires_system_checks: list[str] = []  # the database may be empty or damaged

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="Even while processes are alive")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        _check_kind(file)
        check_backup(file)
        if not force and (alive := _alive()):
            raise CommandError(
                f"Stop what uses the database first: {', '.join(alive)} "
                "(one that was killed counts as alive for 30 seconds). --force restores nevertheless."
            )
        connection.close()
        of_database().load(file)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        accounts, tasks = User.objects.count(), Task.objects.count()
        self.stdout.write(f"Restored {file}: {accounts} accounts, {tasks} tasks.")
        self.stdout.write(_NOTE)


def _check_kind(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(16)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "")
    if not kind:
        raise CommandError(f"{file} is no backup of a database.")
    if kind != (vendor := connection.vendor):
        raise CommandError(f"{file} is a backup of {kind}, and the database is {vendor}.")


def _alive() -> list[str]:
    try:
        return [f"{process.get_kind_display()} {process.name}" for process in JobProcess.objects.alive()]
    except DatabaseError:  # it has no tables yet
        return []
