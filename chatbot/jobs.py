"""Background entry points: fetch by id, call who does the work, nothing else."""

from __future__ import annotations

import asyncio
import time
from importlib import import_module
from uuid import UUID

from asgiref.sync import sync_to_async
from django.tasks import task

from chatbot.domain.history import retention
from chatbot.domain.people import email_address, password_reset
from chatbot.domain.plans.advance import advance
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.runs import sweeper
from streaming.database import query


@task()
async def execute_run(run_id: str) -> None:
    # Here, not above, and not on the loop: the Agents SDK costs a process two seconds and 70 MB.
    runner = await asyncio.to_thread(import_module, "chatbot.agent.runner")
    await runner.execute(UUID(run_id))


@task()
async def make_title(conversation_id: str) -> None:
    titles = await asyncio.to_thread(import_module, "chatbot.agent.titles")
    await titles.make_title(UUID(conversation_id))


@task()
async def advance_plan(plan_id: str) -> None:
    await query(advance, UUID(plan_id))


@task()
async def demonstrate_plan(plan_id: str) -> None:
    begun = time.monotonic()
    for moment, scene in SCRIPT:
        await asyncio.sleep(max(begun + moment - time.monotonic(), 0))
        await query(scene, UUID(plan_id))


@task()
async def sweep() -> None:
    await sync_to_async(sweeper.sweep)()


@task()
def send_password_reset(email: str, site: str, secure: bool) -> None:
    password_reset.send_password_reset(email, site, secure)


@task()
def send_email_confirmation(user_id: str, site: str, secure: bool) -> None:
    email_address.send_confirmation(UUID(user_id), site, secure)


@task()
def prune() -> None:
    """Delete what is older than its retention; done each night, and harmless when done twice."""
    retention.prune()
