"""Backups of PostgreSQL, in the custom format of its own programs.

Passwords are given to them in the environment, since everybody can read a process's arguments.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from streaming.log import NEW_EPOCHS

# Everything in the database, since `pg_restore --clean` leaves tables that only later migrations have.
_EMPTY = """
BEGIN;
SET LOCAL lock_timeout = '30s';
SET LOCAL client_min_messages = warning; -- it would name everything that is dropped
DROP SCHEMA IF EXISTS absurd CASCADE;
DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', each);
    END LOOP;
END $$;
"""
_END = f"RESET search_path;\n{NEW_EPOCHS['postgresql']};\nCOMMIT;\n"


def dump(path: Path) -> None:
    arguments, environment = _address()
    _run(["pg_dump", "--format=custom", "--no-password", f"--file={path}", *arguments], environment)


def applied_migrations(path: Path) -> set[tuple[str, str]]:
    _run(["pg_restore", f"--file={os.devnull}", str(path)])
    script = _run(["pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path)])
    rows = script.partition("COPY public.django_migrations (id, app, name, applied)")[2].partition("\n\\.")[0]
    return {(app, name) for _, app, name, _ in (row.split("\t") for row in rows.splitlines()[1:])}


def load(path: Path) -> None:
    """psql reads what pg_restore writes, in a transaction that only the last line commits: it is written when
    pg_restore has read the whole backup."""
    arguments, environment = _address()
    psql = [_found("psql"), "--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    restore = [_found("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
    output, script = os.pipe()
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as read_errors:
        with os.fdopen(output, "rb") as stdin:
            command = [*psql, f"--output={os.devnull}", *arguments]
            database = subprocess.Popen(command, stdin=stdin, stderr=errors, env=environment)  # noqa: S603
        read = 0
        # The pipe breaks when psql ends early, and says why.
        with suppress(BrokenPipeError), os.fdopen(script, "wb", buffering=0) as stdout:
            stdout.write(_EMPTY.encode())
            read = subprocess.run(restore, stdout=stdout, stderr=read_errors, check=False).returncode  # noqa: S603
            if read == 0:
                stdout.write(_END.encode())
        _check("psql", database.wait(), errors)
        _check("pg_restore", read, read_errors)


def _address() -> tuple[list[str], dict[str, str]]:
    arguments, settings = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:], {**os.environ, **(settings or {})}


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    program = _found(command[0])
    full = [program, *command[1:]]
    done = subprocess.run(full, capture_output=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise CommandError(_sentence(command[0], done.stderr))
    return done.stdout.decode()


def _found(name: str) -> str:
    if path := shutil.which(name):
        return path
    raise CommandError(f"{name} is not installed; on Debian or Ubuntu: apt-get install postgresql-client")


def _check(name: str, code: int, errors: IO[bytes]) -> None:
    if code:
        errors.seek(0)
        raise CommandError(_sentence(name, errors.read()))


def _sentence(name: str, errors: bytes) -> str:
    return f"{name} failed. {errors.decode(errors='replace').strip()[:1000]}"
