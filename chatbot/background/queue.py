"""A job queue on PostgreSQL (django-absurd), for worker processes beside the web servers.

The queue only notifies: the state is in the database, and a job that runs twice has the effect of one.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.tasks import Task, TaskResult
from django_absurd.backends import AbsurdBackend
from django_absurd.params import absurd_params

QUEUE = "default"
# Whether what is enqueued now is a sweeper's reminder.
reminding: ContextVar[bool] = ContextVar("reminding", default=False)
_REMINDERS_APART = 10  # seconds


class QueueBackend(AbsurdBackend):
    """Absurd's backend, but without duplicate reminders, since many sweepers see the same waiting run."""

    def enqueue(self, task: Task[Any, Any], args: list[Any], kwargs: dict[str, Any]) -> TaskResult[Any, Any]:
        if reminding.get():
            key = f"{task.module_path} {args} {int(time.time() // _REMINDERS_APART)}"
            task = absurd_params(idempotency_key=key).bind(task)
        return super().enqueue(task, args, kwargs)


def keep(job_ids: list[UUID], seconds: int) -> None:
    """Extend the claims on jobs to so long from now."""
    _each("SELECT absurd.extend_claim(%s, %s, %s)", [(QUEUE, job_id, seconds) for job_id in job_ids])


def give_back(job_ids: list[UUID]) -> None:
    """Release claimed jobs, so that others can take them at once."""
    _each(
        "SELECT absurd.schedule_run(%s, %s, absurd.current_time())", [(QUEUE, job_id) for job_id in job_ids]
    )


def _each(statement: str, parameters: list[tuple[Any, ...]]) -> None:
    for values in parameters:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
        except DatabaseError:  # the job has ended, or another worker has it
            connection.close()
