"""The request that asked for a run, as a part of the run's trace."""

from __future__ import annotations

from contextvars import ContextVar
from time import monotonic
from typing import Any
from uuid import UUID

from django.dispatch import Signal

# With the `run_id` that was asked for, `method`, `path`, `status`, `seconds`, and `traceparent` (a header).
request_ended = Signal()
_requested: ContextVar[list[UUID] | None] = ContextVar("requested_runs", default=None)


def note(run_id: UUID) -> None:
    """The present request has asked for a run."""
    runs = _requested.get()
    if runs is not None:
        runs.append(run_id)


def with_reports(application: Any) -> Any:
    """An ASGI application whose HTTP requests are reported if they ask for a run."""

    async def call(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        runs: list[UUID] = []  # threads of the request have a copy of the context, with this list
        _requested.set(runs)
        started, status = monotonic(), 0

        async def send_and_note(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await application(scope, receive, send_and_note)
        finally:
            for run_id in runs:
                request_ended.send_robust(
                    None,
                    run_id=run_id,
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    seconds=monotonic() - started,
                    traceparent=dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1"),
                )

    return call
