"""One server for many tests: each test gets it with a fresh database, without the seconds
that a start takes."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from chatbot.models import User
from tests.browser.site import DEMO_SESSION
from tests.services.databases import SqliteDatabases, default_database
from tests.services.preloaded import PreloadedServer
from tests.services.reporting import PROCESSES
from tests.services.web_server import WebServer, environment


def sign_in(user: User, session_key: str) -> None:
    """Make a session of the user in Django's default database."""
    values = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    Session.objects.save(session_key, values, timezone.now() + timedelta(days=1))


class KeptSite:
    def __init__(
        self, directory: Path, databases: SqliteDatabases, blocker: DjangoDbBlocker, **changed: str
    ) -> None:
        self._blocker = blocker
        self._new, url = databases.new(demo=True), databases.new(demo=True)
        # One secret, so that sessions that the tests make are valid there.
        kept = {"DJANGO_SETTINGS_MODULE": "tests.browser.settings", "SECRET_KEY": settings.SECRET_KEY}
        self._server = PreloadedServer(directory, environment(url, **kept, **changed), "daphne")

    def __enter__(self) -> Self:
        with self._blocker.unblock(), default_database(self._new):
            sign_in(User.objects.get(username="demo"), DEMO_SESSION)
        self._server.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.kill()

    def call[Made](self, make: Callable[[], Made]) -> Made:
        """Call a function while the server's database is Django's default."""
        with self._blocker.unblock(), default_database(self._server.env["DATABASE_URL"]):
            return make()

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
