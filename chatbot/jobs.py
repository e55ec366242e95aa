"""Background entry points: fetch by id, call who does the work, nothing else."""

from __future__ import annotations

from uuid import UUID

from asgiref.sync import sync_to_async
from django.tasks import task

from chatbot.domain import sweeper


@task()
async def execute_run(run_id: str) -> None:
    # Here, not above: the Agents SDK costs a web process two seconds and 70 MB.
    from chatbot.agent.runner import execute

    await execute(UUID(run_id))


@task()
async def sweep() -> None:
    await sync_to_async(sweeper.sweep)()
