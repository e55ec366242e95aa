"""Our tools as the SDK's: validated, journaled, and performed once."""

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
from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress, SoFar
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.tasks.changes import earlier_changes
from chatbot.domain.text import storable
from chatbot.models import ToolCall, User
from chatbot.models.journal import TOOL_LENGTH
from chatbot.tools import CHAT_TOOLS, TOOLS, Arguments, Earlier, Tool, starting_line
from chatbot.tools.common import hints
from chatbot.tools.common.fields import lean
from chatbot.tools.common.shown import for_model

from .arguments import refusal_of
from .context import RunContext
from .database import database
from .endpoint.answer import MadeCall

_NAME_LENGTH = 80


def function_tool(tool: Tool[Any]) -> FunctionTool:
    async def invoke(context: ToolContext[Any], given: str) -> str:
        output = await _invoke(tool, context.context, context.tool_call_id, given)
        # Sorted: a replayed output comes from the database, which keeps no order of keys.
        return json.dumps(for_model(output), ensure_ascii=False, sort_keys=True)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=ensure_strict_json_schema(lean(tool.schema)),
        on_invoke_tool=invoke,
        strict_json_schema=True,
    )


async def _invoke(tool: Tool[Any], run: RunContext, call_id: str, given: str) -> dict[str, Any]:
    """The tool's output for the model: `{"error": sentence}` if it was refused. Raises `Resting`."""
    claim, call = run.claim, Call(call_id, tool.name, json.loads(given), hint=hints.after_refusal)
    begun = run.begun.pop(call_id, None)
    if begun is None:
        begun = run.has_begun(await database(tool_calls.start, claim, call, starting_line(tool.name)))
    if begun.output is not None:
        return begun.output
    if refusal := refusal_of(call.arguments):
        return await database(tool_calls.fail, claim, call, refusal, hint=hints.UNREADABLE)
    try:
        arguments: Arguments = tool.arguments.model_validate_json(json.dumps(begun.arguments))
    except ValidationError as error:
        misfit = _explain(error)
        return await database(tool_calls.fail, claim, call, misfit, hint=hints.after_misfit(error))
    if tool.approval is not None and not begun.is_approved:
        try:
            await _ask(tool, tool.approval, run, call, arguments)
        except DomainError as error:
            return await database(_refuse, claim, call, error)
    if tool.reach != "database":
        return await _reach_out(tool, run, call, arguments, begun.row)
    return await _perform(run, call, lambda owner, so_far: tool.effect(owner, arguments, so_far), begun.row)


async def refuse_unknown(run: RunContext, made: MadeCall) -> None:
    """Write down a call of a tool that the agent does not have."""
    call = Call(made.call_id, storable(made.name)[:TOOL_LENGTH], json.loads(made.arguments))
    begun = run.has_begun(await database(tool_calls.start, run.claim, call, starting_line(call.tool)))
    if begun.output is None:
        unknown = _no_such_tool(call.tool)
        await database(tool_calls.fail, run.claim, call, unknown, hint=hints.NO_SUCH_TOOL)


def say_unknown(refused: ToolErrorFormatterArgs[Any]) -> str:
    """What the model is told of such a call: the output that is written down."""
    name = storable(refused.tool_name)[:TOOL_LENGTH]
    output = {"error": _no_such_tool(name), "next": hints.NO_SUCH_TOOL}
    return json.dumps(output, ensure_ascii=False)


class Resting(Exception):
    """A person has to decide first; until then no process holds the run."""


async def _ask(
    tool: Tool[Any],
    approval: Callable[[User, Any, Earlier], Proposal | None],
    run: RunContext,
    call: Call,
    arguments: Arguments,
) -> None:
    def propose() -> Proposal | None:
        earlier = Earlier(*earlier_changes(run.claim.run_id, tool.name))
        return approval(User.objects.get(pk=run.claim.owner_id), arguments, earlier)

    proposal = await database(propose)
    if proposal is None:
        return
    # The run rests: what it has said so far must be told before.
    await run.reply.finish()
    await database(approvals.request_approval, run.claim, call, proposal)
    raise Resting


async def _reach_out(
    tool: Tool[Any], run: RunContext, call: Call, arguments: Arguments, row: ToolCall
) -> dict[str, Any]:
    """An effect that no transaction can hold: first commit that it comes next, afterwards its outcome."""
    claim = run.claim

    def effect() -> Outcome | Progress:
        try:
            made = ToolCall.objects.get(run_id=claim.run_id, call_id=call.call_id)
            so_far = SoFar(approved=tool_calls.approved_tasks(made))
            return tool.effect(User.objects.get(pk=claim.owner_id), arguments, so_far)
        finally:
            connections.close_all()

    is_idempotent = tool.reach == "outside, idempotent"
    unknown = await database(tool_calls.reach_out, claim, call, is_idempotent=is_idempotent)
    if unknown is not None:
        return unknown
    try:
        # Not in the run's own thread: meanwhile the lease is renewed, and a stop is not kept waiting.
        outcome = await sync_to_async(effect, thread_sensitive=False)()
    except DomainError as error:
        return await database(_refuse, claim, call, error)
    if isinstance(outcome, Progress):
        raise TypeError(f"{tool.name} must be done in one go, for nothing holds a part of it.")
    return await _perform(run, call, lambda owner, so_far: outcome, row)


async def _perform(
    run: RunContext,
    call: Call,
    effect: Callable[[User, SoFar], Outcome | Progress],
    row: ToolCall,
) -> dict[str, Any]:
    if run.run is not None:
        row.run = run.run
    next_turn = run.next_turn(call.call_id)
    output = None
    while output is None:
        output = await database(tool_calls.perform, run.claim, call, effect, next_turn, row)
    run.told = next_turn or run.told
    return output


def _refuse(claim: Claim, call: Call, error: DomainError) -> dict[str, Any]:
    return tool_calls.fail(claim, call, error.message, hint=call.hint(error))


def _explain(error: ValidationError) -> str:
    problems = (
        f"{'.'.join(str(step)[:_NAME_LENGTH] for step in problem['loc']) or 'arguments'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False, include_context=False)[:5]
    )
    return storable(f"The arguments do not fit ({'; '.join(problems)}).")


FUNCTION_TOOLS = [function_tool(tool) for tool in TOOLS]


def offered(given: dict[str, Any]) -> list[FunctionTool]:
    """The tools of a run, by its input."""
    return [tool for tool in FUNCTION_TOOLS if tool.name in given.get("tools", CHAT_TOOLS)]


def _no_such_tool(name: str) -> str:
    return _("There is no tool %(name)s.") % {"name": name}
