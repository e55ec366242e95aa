from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.ports import free_port
from tests.services.process import Process
from tests.services.programs import missing, postgresql_program


class PostgresServer(Process):
    """A PostgreSQL that trusts every local client and does not wait for the disk.

    What is committed survives `kill`, since the operating system has it by then.
    """

    def __init__(self, files: Path | None = None) -> None:
        """Serve a copy of the files of another one, if they are given."""
        self.port = free_port()
        self._files = files
        self._numbers = itertools.count(1)
        postgres, self._initdb = postgresql_program("postgres"), postgresql_program("initdb")
        user = unprivileged_user()
        # Not below pytest's directory, which only its owner may enter.
        self.directory = Path(tempfile.mkdtemp(prefix="lockstep-postgresql-"))
        if user:
            shutil.chown(self.directory, user)
        self.data = self.directory / "data"
        settings = {
            "fsync": "off",
            "full_page_writes": "off",
            "listen_addresses": "127.0.0.1",
            "max_connections": "200",
            "port": str(self.port),
            "unix_socket_directories": "",
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        super().__init__(
            [postgres, "-D", str(self.data), *options],
            log=self.directory / "postgresql.log",
            cwd=self.directory,
            user=user,
            stop_signal=signal.SIGQUIT,
        )

    def start(self) -> None:
        if not self.data.exists():
            self._make_cluster()
        super().start()
        self.wait_ready(self.answers)

    def shut_down(self) -> None:
        """End in order, so that the next start has nothing to recover."""
        self._signal(signal.SIGINT)
        self.wait()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.directory)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def new_database(self, template: str = "template1", name: str = "") -> str:
        """Create a copy of the template, to which nobody may be connected, and return its name."""
        name = name or f"test_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
        return name

    def _make_cluster(self) -> None:
        if self._files:
            subprocess.run(["cp", "-a", str(self._files), str(self.data)], check=True)
            return
        initdb = [self._initdb, "-D", str(self.data), "--username=postgres", "--auth=trust", "--no-sync"]
        made = subprocess.run(
            [*initdb, "--encoding=UTF8", "--no-locale"],
            capture_output=True,
            text=True,
            cwd=self.directory,
            check=False,
            **self._identity,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def unprivileged_user() -> str | None:
    """Return the user for the server if the tests run as root, since PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    missing("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
