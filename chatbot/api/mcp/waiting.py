"""Waiting for the end of a run that a client has asked for."""

from __future__ import annotations

import asyncio

from mcp import types

from chatbot.api.rest.waiting import Submitted, wait_until_finished
from chatbot.models import Run

from .client import Client, Context

KEY = "lockstep/idempotency-key"  # in `_meta` of a call
LONGEST_WAIT = 50.0  # seconds: many clients give up after a minute
GONE = "The chat with this call was deleted, and the call with it."


def key_of(params: types.CallToolRequestParams) -> str:
    """The idempotency key of a call; "" without one. (The ids of JSON-RPC are new with each repetition.)"""
    return str((params.meta or {}).get(KEY, ""))


async def wait(client: Client, submitted: Submitted, context: Context) -> Run | None:
    """The run once it has ended, waits for a person or takes too long; `None` if it was deleted.

    A client that leaves does not stop it.
    """
    async with asyncio.TaskGroup() as work:
        if client.execute:
            work.create_task(client.execute(submitted.run.pk))
        return await wait_until_finished(submitted, LONGEST_WAIT, context.session.report_progress)
