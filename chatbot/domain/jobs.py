"""The jobs that the domain enqueues. What each does stands above the domain, in `chatbot.jobs`.

The application registers that module when it starts (`chatbot.apps`), so that nothing here imports upwards.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from django.tasks import Task

type _Async = Coroutine[Any, Any, None]


class Jobs(Protocol):
    """Each takes ids and plain values only: it may be done by another process, later."""

    @property
    def execute_run(self) -> Task[[str], _Async]: ...
    @property
    def make_title(self) -> Task[[str], _Async]: ...
    @property
    def advance_plan(self) -> Task[[str], _Async]: ...
    @property
    def demonstrate_plan(self) -> Task[[str], _Async]: ...
    @property
    def import_tasks(self) -> Task[[str], _Async]: ...
    @property
    def send_password_reset(self) -> Task[[str, str, bool], None]: ...
    @property
    def send_email_confirmation(self) -> Task[[str, str, bool], None]: ...
    @property
    def mail_reminders(self) -> Task[[], None]: ...
    @property
    def deliver_webhooks(self) -> Task[[str], _Async]: ...
    @property
    def look_at_mcp_server(self) -> Task[[str], _Async]: ...
    @property
    def send_test_webhook(self) -> Task[[str], _Async]: ...
    @property
    def send_webhook_disabled(self) -> Task[[str], None]: ...


_registered: list[Jobs] = []


def register(jobs: Jobs) -> None:
    _registered[:] = [jobs]


def jobs() -> Jobs:
    """The registered jobs; enqueue one with `jobs().execute_run.enqueue(…)`."""
    return _registered[0]
