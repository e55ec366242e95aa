"""A job queue on PostgreSQL (django-absurd), for worker processes beside the web servers.

The queue only notifies: the state is in the database, and a job that runs twice has the effect of one.
Workers call the functions of Absurd's SQL schema, which are its interface for every language
(https://earendil-works.github.io/absurd/).
"""

from __future__ import annotations

import json
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.tasks import Task, TaskResult
from django_absurd.backends import AbsurdBackend
from django_absurd.params import absurd_params

from .wakeup import notify_waiting_job

QUEUE = "default"
# Whether what is enqueued now is a sweeper's reminder.
reminding: ContextVar[bool] = ContextVar("reminding", default=False)
_REMINDERS_APART = 10  # seconds


class QueueBackend(AbsurdBackend):
    """Absurd's backend, which also notifies the workers.

    Reminders are enqueued once, since many sweepers see the same waiting run.
    """

    def enqueue(self, task: Task[Any, Any], args: list[Any], kwargs: dict[str, Any]) -> TaskResult[Any, Any]:
        if reminding.get():
            key = f"{task.module_path} {args} {int(time.time() // _REMINDERS_APART)}"
            task = absurd_params(idempotency_key=key).bind(task)
        result = super().enqueue(task, args, kwargs)
        transaction.on_commit(notify_waiting_job, robust=True)
        return result


@dataclass(frozen=True, slots=True)
class Job:
    """A job that this worker has claimed. Absurd calls each attempt at one a run."""

    id: UUID
    task: str  # the dotted path of its function
    args: list[Any]
    kwargs: dict[str, Any]


def claim(worker: str, number: int, seconds: int) -> list[Job]:
    """Claim at most so many jobs, for so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT run_id, task_name, params FROM absurd.claim_task(%s, %s, %s, %s)",
            [QUEUE, worker, seconds, number],
        )
        return [Job(job_id, task, **json.loads(parameters)) for job_id, task, parameters in cursor.fetchall()]


def finish(job_id: UUID, error: Exception | None) -> None:
    """Store that a job has ended, with its error or without. Raises `DatabaseError` if its claim is lost."""
    with connection.cursor() as cursor:
        if error is None:
            cursor.execute("SELECT absurd.complete_run(%s, %s)", [QUEUE, job_id])
        else:
            reason = json.dumps({"name": type(error).__name__, "message": "See the worker's log."})
            cursor.execute("SELECT absurd.fail_run(%s, %s, %s)", [QUEUE, job_id, reason])


def keep(job_ids: list[UUID], seconds: int) -> None:
    """Extend the claims on jobs to so long from now."""
    _each("SELECT absurd.extend_claim(%s, %s, %s)", [(QUEUE, job_id, seconds) for job_id in job_ids])


def release(job_ids: list[UUID], seconds: int = 0) -> None:
    """Release claimed jobs, so that others can claim them, at once or after so many seconds."""
    later = "absurd.current_time() + make_interval(secs => %s)"
    _each(f"SELECT absurd.schedule_run(%s, %s, {later})", [(QUEUE, job_id, seconds) for job_id in job_ids])
    notify_waiting_job()


def _each(statement: str, parameters: list[tuple[Any, ...]]) -> None:
    for values in parameters:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
        except DatabaseError:  # the job has ended, or another worker has it
            connection.close()
