"""The protocol over standard input and output, for a program on the same machine that starts a server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from mcp.server.stdio import stdio_server

from chatbot.domain.runs.queue import first_in_line
from chatbot.models import Run
from streaming.hub import Hub

from .client import Client, Execute, database
from .server import server_for


async def serve(client: Client) -> None:
    """Answer until the input ends."""
    server = server_for(replace(client, execute=_in_order(client.execute) if client.execute else None))
    try:
        async with stdio_server() as (requests, answers):
            await server.run(requests, answers, server.create_initialization_options())
    finally:
        await Hub.current().close()


def _in_order(execute: Execute) -> Execute:
    """Execute a run after those that are queued before it, since nothing here is notified of their end."""
    lock = asyncio.Lock()

    async def execute_until(run_id: UUID) -> None:
        async with lock:
            while following := await database(_next_until, run_id):
                await execute(following)

    return execute_until


def _next_until(run_id: UUID) -> UUID | None:
    """The run that comes next, while this one is queued; `None` if another process executes one."""
    queued = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED).first()
    following = first_in_line(queued.conversation_id).first() if queued else None
    return following.pk if following and following.status == Run.Status.QUEUED else None
