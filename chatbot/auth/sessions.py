"""Sessions in the database; a cookie that cannot be a session key is ignored."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from chatbot.domain.text import is_storable


class SessionStore(DatabaseSessionStore):
    """Used by pages, REST and sockets. PostgreSQL refuses queries with a NUL character."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key if session_key is None or is_storable(session_key) else None)
