"""The tools of MCP servers, as a run offers them: approved by a person, journaled, and never called twice.

Which there are is stored with the run's input, so that a run that is resumed has the same ones.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from agents import FunctionTool
from agents.tool_context import ToolContext
from django.utils.translation import gettext as _

from chatbot.domain.errors import DomainError
from chatbot.domain.events import ServerToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.mcp_servers import looks
from chatbot.domain.mcp_servers.offering import find_active
from chatbot.domain.mcp_servers.targets import Target
from chatbot.domain.signals import timed, tool_ended
from chatbot.mcp_client.calling import call_tool
from chatbot.mcp_client.problems import ServerProblem
from chatbot.models import McpServer
from chatbot.tools.common import hints
from chatbot.tools.common.server_tools import exact_arguments, used
from streaming.entry import dumps

from .arguments import refusal_of
from .asking import ask_before
from .context import RunContext
from .database import database
from .endpoint.request import Request

METRIC = "mcp"  # of all such tools: their names are no labels for metrics
_REFUSED = """
The tools of MCP servers are too long for the model, or its provider refuses them, so none can be used: say so
where it matters."""
_ERROR_LENGTH = 1_000
_SUMMARY_LENGTH = 240
_ASK_LATER = "Do not repeat this call: tell the user, who can check the server in the settings."
_MAY_BE_DONE = "Do not repeat this call: tell the user, who has to look whether it was done."
_OWN_ERROR = "This is what the server says. Correct the call if it shows how; else tell the user."


@dataclass(frozen=True, slots=True)
class ServerTool:
    """`name` is what the model calls it, `tool` what the server does."""

    name: str
    tool: str
    description: str
    schema: dict[str, Any]
    is_read_only: bool
    server: str
    server_name: str

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        return cls(**stored)

    def is_harmless_at(self, target: Target) -> bool:
        """It only reads, and what the server says is believed."""
        return self.is_read_only and target.is_trusted

    def proposal(self, arguments: dict[str, Any]) -> Proposal:
        """It may be approved as it stands only."""
        question = _("Use %(tool)s of %(server)s?") % {"tool": self.tool, "server": self.server_name}
        given = "; ".join(f"{name}: {value}" for name, value in exact_arguments(arguments))
        summary = f"{question} {given}".rstrip()
        if len(summary) > _SUMMARY_LENGTH:
            summary = f"{summary[: _SUMMARY_LENGTH - 1]}…"
        return Proposal(summary, schema={"type": "object", "const": arguments}, action="use")


def server_tools(given: dict[str, Any]) -> list[FunctionTool]:
    """Those of a run, by its input."""
    return [_function_tool(ServerTool.of(stored)) for stored in given.get("server_tools", ())]


def has_server_tools(request: Request) -> bool:
    return not all(tool.is_ours for tool in request.tools)


def characters_of_server_tools(request: Request) -> int:
    return sum(
        len(tool.name) + len(tool.description) + len(dumps(tool.parameters))
        for tool in request.tools
        if not tool.is_ours
    )


def without_server_tools(request: Request) -> Request:
    """For an endpoint that refuses the description of one of them, and does not say of which; or if they are
    too long.
    """
    ours = [tool for tool in request.tools if tool.is_ours]
    return replace(request, tools=ours, instructions=request.instructions + _REFUSED)


def _function_tool(tool: ServerTool) -> FunctionTool:
    async def invoke(context: ToolContext[Any], given: str) -> str:
        output = await _invoke(tool, context.context, context.tool_call_id, given)
        return json.dumps(output, ensure_ascii=False, sort_keys=True)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=tool.schema,
        on_invoke_tool=invoke,
        strict_json_schema=False,
    )


async def _invoke(tool: ServerTool, run: RunContext, call_id: str, given: str) -> dict[str, Any]:
    """The output for the model: `{"error": sentence}` if it was refused. Raises `ApprovalPending`."""
    journal, call = run.journal, Call(call_id, tool.name, json.loads(given), hints.after_refusal)
    started = await journal.start(call)
    if started.output is not None:
        return started.output
    if refusal := refusal_of(call.arguments):
        return await journal.fail(call, refusal, hints.UNREADABLE)
    try:
        target = await database(find_active, run.claim.owner_id, UUID(tool.server))
    except DomainError as error:
        return await journal.refuse(call, error)
    is_harmless = tool.is_harmless_at(target)
    if not is_harmless and not started.is_approved:
        await ask_before(run, call, lambda owner: tool.proposal(call.arguments))
    unknown = await journal.reach_out(call, is_idempotent=is_harmless)
    if unknown is not None:
        return unknown
    with timed(tool_ended, run_id=run.claim.run_id, tool=METRIC) as measured:
        output = await _call(tool, run, call, target, started.arguments)
        measured.result = "refused" if "error" in output else "done"
    return output


async def _call(
    tool: ServerTool, run: RunContext, call: Call, target: Target, arguments: dict[str, Any]
) -> dict[str, Any]:
    try:
        result = await call_tool(target, tool.tool, arguments)
    except ServerProblem as problem:
        if not problem.may_have_done_it:  # so later runs do not try it until it answers
            await database(looks.record_problem, target, problem.problem)
        hint = _MAY_BE_DONE if problem.may_have_done_it else _ASK_LATER
        return await run.journal.fail(call, _sentence(tool, problem, target), hint)
    if result.is_error:
        said = result.text[:_ERROR_LENGTH] or _("It said nothing more.")
        error = _("%(server)s reports an error: %(error)s") % {"server": tool.server_name, "error": said}
        return await run.journal.fail(call, error, _OWN_ERROR)
    output = ServerToolOutput(
        server=tool.server_name, tool=tool.tool, text=result.text, truncated=result.is_cut
    )
    line = used(tool.tool, tool.server_name)
    return await run.journal.perform(call, lambda owner, so_far: Outcome(output, line))


def _sentence(tool: ServerTool, raised: ServerProblem, target: Target) -> str:
    words = {"server": tool.server_name, "reason": McpServer.Problem(raised.problem).label}
    if raised.may_have_done_it and not tool.is_harmless_at(target):
        return _("%(server)s: %(reason)s Whether this took effect is not known.") % words
    return _("%(server)s: %(reason)s Nothing was done.") % words
