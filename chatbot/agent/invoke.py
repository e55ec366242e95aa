"""Our tools as the SDK's: validated, journaled, and performed once."""

from __future__ import annotations

import json
from typing import Any

from agents import FunctionTool
from agents.strict_schema import ensure_strict_json_schema
from agents.tool_context import ToolContext
from pydantic import ValidationError

from chatbot.domain import tool_calls
from chatbot.domain.text import storable
from chatbot.domain.tool_calls import Call

from .arguments import UNREADABLE
from .context import RunContext
from .database import database
from .tools import TOOLS, Arguments, Tool, texts

_NAME_LENGTH = 80


def function_tool(tool: Tool[Any]) -> FunctionTool:
    async def invoke(context: ToolContext[Any], given: str) -> str:
        output = await _invoke(tool, context.context, context.tool_call_id, given)
        # Sorted: a replayed output comes from the database, which keeps no order of keys.
        return json.dumps(output, ensure_ascii=False, sort_keys=True)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=ensure_strict_json_schema(tool.arguments.model_json_schema()),
        on_invoke_tool=invoke,
        strict_json_schema=True,
    )


async def _invoke(tool: Tool[Any], run: RunContext, call_id: str, given: str) -> dict[str, Any]:
    """The tool's output for the model: `{"error": sentence}` if it was refused."""
    call = Call(call_id, tool.name, json.loads(given))
    settled = await database(tool_calls.start, run.claim, call, texts.starting(tool.name))
    if settled is not None:
        return settled
    if UNREADABLE in call.arguments:
        return await database(tool_calls.fail, run.claim, call, "The arguments are no JSON object.")
    try:
        arguments: Arguments = tool.arguments.model_validate_json(given)
    except ValidationError as error:
        return await database(tool_calls.fail, run.claim, call, _explain(error))
    output = None
    while output is None:
        output = await database(
            tool_calls.perform, run.claim, call, lambda owner, done: tool.effect(owner, arguments, done)
        )
    return output


def _explain(error: ValidationError) -> str:
    problems = (
        f"{'.'.join(str(step)[:_NAME_LENGTH] for step in problem['loc']) or 'arguments'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False, include_context=False)[:5]
    )
    return storable(f"The arguments do not fit ({'; '.join(problems)}).")


FUNCTION_TOOLS = [function_tool(tool) for tool in TOOLS]
