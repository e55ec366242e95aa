"""Converts our tools to the SDK's: their calls are validated, journaled, and performed once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from agents import FunctionTool, ToolErrorFormatterArgs
from agents.strict_schema import ensure_strict_json_schema
from agents.tool_context import ToolContext
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils.translation import gettext as _
from pydantic import ValidationError

from chatbot.domain.errors import DomainError
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress, SoFar
from chatbot.domain.signals import timed, tool_ended
from chatbot.domain.tasks.changes import earlier_changes
from chatbot.domain.text import storable
from chatbot.models import ToolCall, User
from chatbot.models.journal import TOOL_LENGTH
from chatbot.tools import CHAT_TOOLS, TOOLS, Arguments, Earlier, Tool
from chatbot.tools.common import hints
from chatbot.tools.common.fields import lean
from chatbot.tools.common.shown import for_model

from .arguments import refusal_of
from .asking import ask_before
from .context import RunContext
from .endpoint.answer import MadeCall
from .run_journal import RunJournal, call_of
from .server_tools import server_tools


def function_tool(tool: Tool[Any]) -> FunctionTool:
    async def invoke(context: ToolContext[Any], given: str) -> str:
        output = await _invoke(tool, context.context, context.tool_call_id, given)
        # Sorted: a replayed output comes from the database, which does not keep the order of keys.
        return json.dumps(for_model(output), ensure_ascii=False, sort_keys=True)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=ensure_strict_json_schema(lean(tool.schema)),
        on_invoke_tool=invoke,
        strict_json_schema=True,
    )


async def _invoke(tool: Tool[Any], run: RunContext, call_id: str, given: str) -> dict[str, Any]:
    """The tool's output for the model: `{"error": sentence}` if it was refused. Raises `ApprovalPending`."""
    journal, call = run.journal, Call(call_id, tool.name, json.loads(given), hints.after_refusal)
    started = await journal.start(call)
    if started.output is not None:
        return started.output
    if refusal := refusal_of(call.arguments):
        return await journal.fail(call, refusal, hints.UNREADABLE)
    try:
        arguments: Arguments = tool.arguments.model_validate_json(json.dumps(started.arguments))
    except ValidationError as error:
        return await journal.fail(call, hints.explain(error), hints.after_misfit(error))
    if tool.approval is not None and not started.is_approved:
        try:
            await _ask(tool.approval, run, call, arguments)
        except DomainError as error:
            return await journal.refuse(call, error)
    with timed(tool_ended, run_id=run.claim.run_id, tool=tool.name) as measured:
        if tool.reach != "database":
            output = await _reach_out(tool, run, call, arguments)
        else:
            output = await journal.perform(call, lambda owner, so_far: tool.effect(owner, arguments, so_far))
        measured.result = "refused" if "error" in output else "done"
    return output


async def refuse_unknown(journal: RunJournal, made: MadeCall) -> None:
    """Record a call of a tool that the agent does not have: the SDK itself only reports it to the model."""
    call = call_of(made)
    if (await journal.start(call)).output is None:
        await journal.fail(call, _no_such_tool(call.tool), hints.NO_SUCH_TOOL)


def say_unknown(refused: ToolErrorFormatterArgs[Any]) -> str:
    """The output of such a call for the model: the recorded one."""
    name = storable(refused.tool_name)[:TOOL_LENGTH]
    output = {"error": _no_such_tool(name), "next": hints.NO_SUCH_TOOL}
    return json.dumps(output, ensure_ascii=False)


async def _ask(
    approval: Callable[[User, Any, Earlier], Proposal | None],
    run: RunContext,
    call: Call,
    arguments: Arguments,
) -> None:
    def propose(owner: User) -> Proposal | None:
        return approval(owner, arguments, Earlier(*earlier_changes(run.claim.run_id, call.tool)))

    await ask_before(run, call, propose)


async def _reach_out(tool: Tool[Any], run: RunContext, call: Call, arguments: Arguments) -> dict[str, Any]:
    """An effect that no transaction can contain: first commit the intention, afterwards the outcome."""
    claim = run.claim

    def effect() -> Outcome | Progress:
        try:
            made = ToolCall.objects.get(run_id=claim.run_id, call_id=call.call_id)
            so_far = SoFar(approved=tool_calls.approved_tasks(made))
            return tool.effect(User.objects.get(pk=claim.owner_id), arguments, so_far)
        finally:
            connections.close_all()

    is_idempotent = tool.reach == "outside, idempotent"
    unknown = await run.journal.reach_out(call, is_idempotent=is_idempotent)
    if unknown is not None:
        return unknown
    try:
        # Not in a database thread, since it may take long.
        outcome = await sync_to_async(effect, thread_sensitive=False)()
    except DomainError as error:
        return await run.journal.refuse(call, error)
    if isinstance(outcome, Progress):
        raise TypeError(f"{tool.name} must be done in one go, for nothing holds a part of it.")
    return await run.journal.perform(call, lambda owner, so_far: outcome)


FUNCTION_TOOLS = [function_tool(tool) for tool in TOOLS]


def offered(given: dict[str, Any]) -> list[FunctionTool]:
    """The tools of a run, by its input."""
    ours = [tool for tool in FUNCTION_TOOLS if tool.name in given.get("tools", CHAT_TOOLS)]
    return ours + server_tools(given)


def _no_such_tool(name: str) -> str:
    return _("There is no tool %(name)s.") % {"name": name}
