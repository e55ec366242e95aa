"""The results of tools in the protocol's form."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from mcp import types

from chatbot.domain.errors import DomainError
from chatbot.domain.runs.lineage import lineage
from chatbot.models import Run, ToolCall
from chatbot.tools.common import hints
from chatbot.tools.common.shown import for_model

from .client import Client

STOPPED = "This was stopped before it was done."


def done(output: dict[str, Any]) -> types.CallToolResult:
    """`output` for the program, and without ids as text for its model, as our own model reads it."""
    text = json.dumps(for_model(output), ensure_ascii=False, sort_keys=True)
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=output)


def refused(error: str, hint: str) -> types.CallToolResult:
    """A refusal that the model can read and act on."""
    output = {"error": error, **({"next": hint} if hint else {})}
    return done(output).model_copy(update={"is_error": True})


def refused_by(error: DomainError) -> types.CallToolResult:
    return refused(error.message, hints.after_refusal(error))


def result_of(client: Client, run: Run) -> types.CallToolResult:
    """The result of a run's call, or where the run is if it has not ended."""
    match run.status:
        case Run.Status.SUCCEEDED:
            call = ToolCall.objects.filter(run__in=lineage(run)).latest("started_at")
            result = done(call.output or {})
            is_done = call.status == ToolCall.Status.DONE
            return result if is_done else result.model_copy(update={"is_error": True})
        case Run.Status.FAILED:
            return refused(run.error, "")
        case Run.Status.CANCELLED:
            return refused(STOPPED, "")
        case _:
            return unfinished(client, run)


def unfinished(client: Client, run: Run) -> types.CallToolResult:
    """Where the run is, and where a person sees it."""
    if run.status == Run.Status.AWAITING_APPROVAL:
        asked = ToolCall.objects.filter(run=run).latest("started_at").message
        sentence = (
            f"This waits for the user's decision: {asked} They approve or decline it on the page; then it is "
            "carried out. Give them the link, and do not repeat the call."
        )
    else:
        sentence = "This has not ended yet. It continues; the link and the resource show its state."
    return done({"status": run.status, "message": sentence, **address(client, run)})


def address(client: Client, run: Run) -> dict[str, Any]:
    """The run as a resource, and the page that shows it."""
    page = client.site + reverse("conversation", args=[run.conversation_id])
    return {"url": page, "run": f"lockstep://runs/{run.pk}"}
