"""Calls of tools that change something: each is a run."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeGuard

from mcp import types

from chatbot.api.rest.waiting import Submitted, submitted
from chatbot.domain.errors import DomainError
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.runs.submit_call import new_call_id, submit_call
from chatbot.models import Run, ToolCall
from chatbot.tools import Tool

from . import approving
from .client import Client, Context, database
from .results import refused, refused_by, result_of
from .waiting import GONE, key_of, wait


async def change(
    client: Client, tool: Tool[Any], params: types.CallToolRequestParams, context: Context
) -> types.CallToolResult | types.InputRequiredResult:
    """Submit a call, and return its result once it has ended or takes too long.

    If a person has to decide first, they are asked in the client, or else on the page.
    """
    try:
        run = await wait(client, await database(_submitted, client, tool, params), context)
        if _asks(run) and approving.asks_at_once(client, context):
            action = await approving.ask(await database(_call_of, run), context)
            run = await wait(client, await database(_decided, client, run, action), context)
    except DomainError as error:
        return refused_by(error)
    if run is None:
        return refused(GONE, "")
    if _asks(run) and params.request_state is None and approving.asks_by_result(client, context):
        return approving.question(await database(_call_of, run))
    return await database(result_of, client, run)


def _asks(run: Run | None) -> TypeGuard[Run]:
    return run is not None and run.status == Run.Status.AWAITING_APPROVAL


def _submitted(client: Client, tool: Tool[Any], params: types.CallToolRequestParams) -> Submitted:
    """The run of a new call; or of the one whose decision comes with this request."""
    given = params.arguments or {}
    if params.request_state is not None:
        call = approving.asked(client, params.request_state, tool.name, given)
        return _decided(client, call.run, approving.answer_in(params))
    made = Call(new_call_id(), tool.name, given)
    submit = partial(submit_call, client.owner, client.name, made, tool.title, idempotency_key=key_of(params))
    return submitted(client.owner, submit)


def _decided(client: Client, run: Run, action: str) -> Submitted:
    def decide() -> Run:
        approving.decide(client, _call_of(run), action)
        return run

    return submitted(client.owner, decide)


def _call_of(run: Run) -> ToolCall:
    return ToolCall.objects.filter(run=run).latest("started_at")
