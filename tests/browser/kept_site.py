"""One server for many tests: each test gets it with a fresh database, without the seconds
that a start takes."""

from __future__ import annotations

import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Self

import pytest

from tests.services.databases import SqliteDatabases
from tests.services.preloaded import PreloadedServer
from tests.services.reporting import PROCESSES
from tests.services.web_server import WebServer, environment, manage

# The account "demo" is signed in there already: hashing a password takes longer than most tests.
DEMO_SESSION = "demo" * 8
MAKE_SESSION = f"""
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
user = get_user_model().objects.get(username="demo")
signed_in = {{
    SESSION_KEY: str(user.pk),
    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
    HASH_SESSION_KEY: user.get_session_auth_hash(),
}}
Session.objects.save("{DEMO_SESSION}", signed_in, timezone.now() + timedelta(days=1))
"""


class KeptSite:
    def __init__(self, directory: Path, databases: SqliteDatabases, **settings: str) -> None:
        self._new, url = databases.new(demo=True), databases.new(demo=True)
        env = environment(url, DJANGO_SETTINGS_MODULE="tests.browser.settings", **settings)
        self._server = PreloadedServer(directory, env, "daphne")
        self._new_env = {**self._server.env, "DATABASE_URL": self._new}

    def __enter__(self) -> Self:
        with ThreadPoolExecutor(1) as beside:
            signed_in = beside.submit(manage, self._new_env, "shell", "--verbosity", "0", "-c", MAKE_SESSION)
            self._server.start()
            signed_in.result()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.kill()

    def reset(self, node: pytest.Item) -> WebServer:
        """The running server, with a database without any events."""
        node.stash.setdefault(PROCESSES, []).append(self._server)
        if not self._server.running:
            self._server.start()
        used, new = (url.removeprefix("sqlite:///") for url in (self._server.env["DATABASE_URL"], self._new))
        with closing(sqlite3.connect(used, isolation_level=None, timeout=20)) as connection:
            connection.execute("ATTACH ? AS new", (new,))
            connection.execute("BEGIN IMMEDIATE")
            names = "SELECT name FROM new.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            for (name,) in connection.execute(names).fetchall():
                connection.execute(f'DELETE FROM main."{name}"')  # noqa: S608 (its name comes from the schema)
                connection.execute(f'INSERT INTO main."{name}" SELECT * FROM new."{name}"')  # noqa: S608
            # Resets what the server has cached of the streams.
            connection.execute("UPDATE streaming_stream SET epoch = ?", (secrets.token_hex(4),))
            connection.execute("COMMIT")
        return self._server
