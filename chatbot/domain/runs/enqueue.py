"""Enqueue jobs on commit. If a job is lost, the sweeper finds in the database what it was for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from chatbot.domain.jobs import jobs
from streaming.notify import send_live_from_thread

# All processes that execute runs follow this stream. It has no events, only stop requests.
STOPS = "stops"


def enqueue_run(run_id: UUID) -> None:
    """Enqueue the execution of a run, on commit. A failure of the queue is logged and not raised."""
    transaction.on_commit(lambda: enqueue_run_now(run_id), robust=True)


def enqueue_run_now(run_id: UUID) -> None:
    jobs().execute_run.enqueue(str(run_id))


def enqueue_plan(plan_id: UUID) -> None:
    """Enqueue a job that advances a plan, on commit."""
    transaction.on_commit(lambda: jobs().advance_plan.enqueue(str(plan_id)), robust=True)


def enqueue_title(conversation_id: UUID) -> None:
    """Enqueue a job that asks a model for a conversation's title, on commit."""
    transaction.on_commit(lambda: jobs().make_title.enqueue(str(conversation_id)), robust=True)


def enqueue_demonstration(plan_id: UUID) -> None:
    jobs().demonstrate_plan.enqueue(str(plan_id))


def notify_stop(run_id: UUID) -> None:
    """Notify the process that executes a run to stop it.

    If that is lost, the run notices at its next write.
    """
    transaction.on_commit(lambda: send_live_from_thread(STOPS, "stop", {"run_id": str(run_id)}), robust=True)
