"""Background entry points: fetch by id, call who does the work, nothing else."""

from __future__ import annotations

import asyncio
from importlib import import_module
from uuid import UUID

from asgiref.sync import sync_to_async
from django.tasks import task

from chatbot.domain import sweeper


@task()
async def execute_run(run_id: str) -> None:
    # Here, not above, and not on the loop: the Agents SDK costs a process two seconds and 70 MB.
    runner = await asyncio.to_thread(import_module, "chatbot.agent.runner")
    await runner.execute(UUID(run_id))


@task()
async def sweep() -> None:
    await sync_to_async(sweeper.sweep)()
