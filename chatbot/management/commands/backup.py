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
            # Its mode is 0600: the database holds secrets.
            handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
            os.close(handle)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        unfinished = Path(name)
        try:
            of_database().dump(unfinished)
            if not of_database().applied_migrations(unfinished):
                raise CommandError("The database has no tables yet. Create them with manage.py migrate.")
            _write_to_disk(unfinished)
            size = unfinished.stat().st_size
            unfinished.replace(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"Wrote {file}, {size / 1e6:.1f} MB, and read it again without an error.")


def _write_to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
