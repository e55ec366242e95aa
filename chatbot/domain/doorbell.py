"""Tell the job queue that there is work; should nobody hear, the sweeper finds it in the database."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string

from streaming.announce import send_live_from_thread

# By name: jobs stand above the domain and import it.
_JOB = "chatbot.jobs.execute_run"
_ADVANCE = "chatbot.jobs.advance_plan"
_TITLE = "chatbot.jobs.make_title"
_DEMONSTRATE = "chatbot.jobs.demonstrate_plan"
# All processes that execute runs follow this stream. It has no events, only calls to stop.
STOPS = "stops"


def ring_for_run(run_id: UUID) -> None:
    """Ask for a run to be executed, once it is committed. A queue that fails is logged, and no more."""
    transaction.on_commit(lambda: enqueue_run(run_id), robust=True)


def enqueue_run(run_id: UUID) -> None:
    import_string(_JOB).enqueue(str(run_id))


def ring_for_plan(plan_id: UUID) -> None:
    """Ask for what follows for a plan from how its runs stand."""
    transaction.on_commit(lambda: import_string(_ADVANCE).enqueue(str(plan_id)), robust=True)


def enqueue_title(conversation_id: UUID) -> None:
    """Ask for a model to be asked for a title, once that is committed."""
    transaction.on_commit(lambda: import_string(_TITLE).enqueue(str(conversation_id)), robust=True)


def ring_for_demonstration(plan_id: UUID) -> None:
    import_string(_DEMONSTRATE).enqueue(str(plan_id))


def ring_to_stop(run_id: UUID) -> None:
    """Tell the process that executes a run to stop it; should nobody hear, the run's next write finds out."""
    transaction.on_commit(lambda: send_live_from_thread(STOPS, "stop", {"run_id": str(run_id)}), robust=True)
