"""What every line of the log says in JSON besides its message: the request, the person, the run."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_context: ContextVar[Mapping[str, str] | None] = ContextVar("log_context", default=None)
_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")


def add_to_logs(**values: str) -> None:
    """For the rest of the request, or of the task."""
    _context.set({**(_context.get() or {}), **values})


@contextmanager
def logged_with(**values: str) -> Iterator[None]:
    token = _context.set({**(_context.get() or {}), **values})
    try:
        yield
    finally:
        _context.reset(token)


def add_context(record: logging.LogRecord) -> bool:
    """A filter that drops nothing."""
    for name, value in (_context.get() or {}).items():
        setattr(record, name, value)
    return True


def json_formatter() -> logging.Formatter:
    """Each line as an object: `time` (ISO 8601, UTC), `level`, `logger`, `message`, and what was added."""
    from pythonjsonlogger.core import RESERVED_ATTRS
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        "{levelname}{name}{message}",
        style="{",
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        reserved_attrs=[*RESERVED_ATTRS, "request"],  # its address may hold a token
        json_ensure_ascii=False,
    )


def request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The X-Request-ID that a proxy has set, or a new one."""
    given = next((value for name, value in headers if name == b"x-request-id"), b"")
    return given.decode() if _ID.fullmatch(given) else secrets.token_hex(16)


def with_request_id(application: Any) -> Any:
    """An ASGI application whose logs have the id of the request, and whose HTTP responses return it."""

    async def call(scope: dict[str, Any], receive: Any, send: Any) -> None:
        name = request_id(scope["headers"])
        add_to_logs(request_id=name)
        if scope["type"] == "websocket":  # its `send` belongs to the server, which `streaming.servers` knows
            await application(scope, receive, send)
            return

        async def send_with_id(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"x-request-id", name.encode())]}
            await send(message)

        await application(scope, receive, send_with_id)

    return call
