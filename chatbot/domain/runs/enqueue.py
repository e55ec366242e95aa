"""Enqueue jobs on commit; the sweeper finds in the database what the queue has lost."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from chatbot.domain.jobs import jobs
from streaming.announce import send_live_from_thread

# All processes that execute runs follow this stream. It has no events, only calls to stop.
STOPS = "stops"


def enqueue_run(run_id: UUID) -> None:
    """Have a run executed, once it is committed. A queue that fails is logged, and nothing is raised."""
    transaction.on_commit(lambda: enqueue_run_now(run_id), robust=True)


def enqueue_run_now(run_id: UUID) -> None:
    jobs().execute_run.enqueue(str(run_id))


def enqueue_plan(plan_id: UUID) -> None:
    """Have a plan advanced to what follows from the state of its runs, once it is committed."""
    transaction.on_commit(lambda: jobs().advance_plan.enqueue(str(plan_id)), robust=True)


def enqueue_title(conversation_id: UUID) -> None:
    """Have a model asked for a title, once the conversation is committed."""
    transaction.on_commit(lambda: jobs().make_title.enqueue(str(conversation_id)), robust=True)


def enqueue_demonstration(plan_id: UUID) -> None:
    jobs().demonstrate_plan.enqueue(str(plan_id))


def notify_stop(run_id: UUID) -> None:
    """Notify the process that executes a run to stop it; if that is lost, the run's next write finds out."""
    transaction.on_commit(lambda: send_live_from_thread(STOPS, "stop", {"run_id": str(run_id)}), robust=True)
