"""The background jobs. Each takes ids, and calls the domain or the agent."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from django.tasks import task

from chatbot.agent.database import database
from chatbot.domain.exchange import imports
from chatbot.domain.history import retention
from chatbot.domain.mcp_servers import looks
from chatbot.domain.people import email_address, password_reset
from chatbot.domain.plans import advance
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.runs import sweeper
from chatbot.domain.tasks import mailing_reminders
from chatbot.domain.webhooks import delivery_queue


# Processes that run jobs load the agent before they are ready. The others never do: the Agents SDK costs two
# seconds and 70 MB.
@task()
async def execute_run(run_id: str) -> None:
    from chatbot.agent.runner import execute

    await execute(UUID(run_id))


@task()
async def make_title(conversation_id: str) -> None:
    from chatbot.agent import titles

    await titles.make_title(UUID(conversation_id))


@task()
async def advance_plan(plan_id: str) -> None:
    await database(advance.advance_plan, UUID(plan_id))


@task()
async def demonstrate_plan(plan_id: str) -> None:
    started = time.monotonic()
    for moment, scene in SCRIPT:
        await asyncio.sleep(max(started + moment - time.monotonic(), 0))
        await database(scene, UUID(plan_id))


@task()
async def import_tasks(import_id: str) -> None:
    while await database(imports.add_some, UUID(import_id)):
        pass


@task()
async def sweep() -> None:
    await database(sweeper.sweep)


@task()
def send_password_reset(email: str, site: str, secure: bool) -> None:
    password_reset.send_password_reset(email, site, secure)


@task()
def send_email_confirmation(user_id: str, site: str, secure: bool) -> None:
    email_address.send_confirmation(UUID(user_id), site, secure)


@task()
def mail_reminders() -> None:
    mailing_reminders.send_pending()


# The HTTP client takes long to import as well.
@task()
async def deliver_webhooks(endpoint_id: str) -> None:
    from chatbot.webhooks import delivery_jobs

    await delivery_jobs.deliver(UUID(endpoint_id))


@task()
async def send_test_webhook(endpoint_id: str) -> None:
    from chatbot.webhooks import delivery_jobs

    await delivery_jobs.send_test(UUID(endpoint_id))


@task()
def send_webhook_disabled(endpoint_id: str) -> None:
    delivery_queue.send_disabled_mail(UUID(endpoint_id))


@task()
async def look_at_mcp_server(server_id: str) -> None:
    from chatbot.mcp_client.looking import look_at

    target = await database(looks.find_target, UUID(server_id))
    if target is None:
        return
    found = await look_at(target)
    if found is None:
        await database(looks.put_off, target)
    elif isinstance(found, str):
        await database(looks.record_problem, target, found)
    else:
        await database(looks.record_tools, target, found)


@task()
def prune() -> None:
    """Delete what is past its retention. Runs every night; running it twice does no harm."""
    retention.prune()
