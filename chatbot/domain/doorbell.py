"""Tell the job queue that there is work; should nobody hear, the sweeper finds it in the database."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string

# By name: jobs stand above the domain and import it.
_JOB = "chatbot.jobs.execute_run"


def ring_for_run(run_id: UUID) -> None:
    """Ask for a run to be executed, once it is committed."""
    transaction.on_commit(lambda: import_string(_JOB).enqueue(str(run_id)))
