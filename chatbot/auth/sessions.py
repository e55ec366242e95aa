"""Sessions in the database; a cookie that cannot be the key of one is none."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from chatbot.domain.text import is_storable


class SessionStore(DatabaseSessionStore):
    """Pages, REST and sockets all look up sessions here. PostgreSQL refuses a query with a NUL in it."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key if session_key is None or is_storable(session_key) else None)
