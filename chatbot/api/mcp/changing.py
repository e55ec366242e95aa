"""Calls of tools that change something: each is a run, for whose end this waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from mcp import types

from chatbot.api.rest.waiting import OnProgress, wait_until_finished
from chatbot.domain.errors import DomainError
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.runs.submit_call import new_call_id, submit_call
from chatbot.models import Run, ToolCall
from chatbot.tools import Tool
from streaming.cursor import Cursor
from streaming.log import stream_position

from .client import Client, database
from .results import done, refused, refused_by

KEY = "lockstep/idempotency-key"  # in `_meta` of a call
LONGEST_WAIT = 50.0  # seconds: many clients give up after a minute
_GONE = "The chat with this call was deleted, and the call with it."
_STOPPED = "This was stopped before it was done."


@dataclass(frozen=True, slots=True)
class Submitted:
    """A run, and a position in its owner's stream from before it was submitted."""

    run: Run
    before: Cursor


async def change(
    client: Client, tool: Tool[Any], given: dict[str, Any], key: str, on_progress: OnProgress
) -> types.CallToolResult:
    """Submit a call, and return its result once it has ended, waits for a person, or takes too long."""
    try:
        submitted = await database(_submit, client, tool, given, key)
    except DomainError as error:
        return refused_by(error)
    return await result_of(client, submitted, on_progress)


async def result_of(client: Client, submitted: Submitted, on_progress: OnProgress) -> types.CallToolResult:
    stream = stream_of(client.owner.pk)
    run = await wait_until_finished(submitted.run, stream, submitted.before, LONGEST_WAIT, on_progress)
    return refused(_GONE, "") if run is None else await database(_result, client, run)


def _submit(client: Client, tool: Tool[Any], given: dict[str, Any], key: str) -> Submitted:
    before = stream_position(stream_of(client.owner.pk)).cursor
    call = Call(new_call_id(), tool.name, given)
    return Submitted(submit_call(client.owner, client.name, call, tool.title, idempotency_key=key), before)


def _result(client: Client, run: Run) -> types.CallToolResult:
    match run.status:
        case Run.Status.SUCCEEDED:
            return _outcome(run)
        case Run.Status.FAILED:
            return refused(run.error, "")
        case Run.Status.CANCELLED:
            return refused(_STOPPED, "")
        case Run.Status.AWAITING_APPROVAL:
            asked = ToolCall.objects.awaiting_approval().get(run=run).message
            sentence = (
                f"This waits for the user's decision: {asked} They approve or decline it on the page; then "
                "it is carried out. Give them the link, and do not repeat the call."
            )
            return _unfinished(client, run, sentence)
        case _:
            sentence = "This has not ended yet. It continues; the link and the resource show its state."
            return _unfinished(client, run, sentence)


def _outcome(run: Run) -> types.CallToolResult:
    call = ToolCall.objects.filter(run__in=lineage(run)).latest("started_at")
    result = done(call.output or {})
    return result if call.status == ToolCall.Status.DONE else result.model_copy(update={"is_error": True})


def _unfinished(client: Client, run: Run, sentence: str) -> types.CallToolResult:
    page = client.site + reverse("conversation", args=[run.conversation_id])
    return done({"status": run.status, "message": sentence, "url": page, "run": f"lockstep://runs/{run.pk}"})
