from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chatbot.management.backups import of_database


class Command(BaseCommand):
    help = "Write the whole database to a file, as it is at one moment, while the processes run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="Replace the file if it exists")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        if not force and file.exists():
            raise CommandError(f"{file} exists. Choose another name, or replace it with --force.")
        try:
            # A directory, since the database's programs may leave files beside the one that they write.
            with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as directory:
                size = _write(file, Path(directory, file.name))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {file}, {size / 1e6:.1f} MB, and read it again without an error.")


def _write(file: Path, unfinished: Path) -> int:
    """Write the backup, check it, and give it its name; returns its size in bytes."""
    unfinished.touch(mode=0o600)  # the database holds secrets
    of_database().dump(unfinished)
    if not of_database().applied_migrations(unfinished):
        raise CommandError("The database has no tables yet. Create them with manage.py migrate.")
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    size = unfinished.stat().st_size
    unfinished.replace(file)
    return size
