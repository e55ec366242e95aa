"""An agent as in the SDK's documentation: without journal and events."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from agents import Agent, FunctionTool, Model, RunConfig, Runner, set_trace_processors
from agents.strict_schema import ensure_strict_json_schema
from agents.tool_context import ToolContext

from chatbot.tools import TOOLS, Tool

set_trace_processors([])
_tasks: list[dict[str, Any]] = []


def bare_tool(tool: Tool[Any], effect: Callable[[str], Awaitable[dict[str, Any]]]) -> FunctionTool:
    """A tool with the schema of ours; its effect gets the arguments without validation."""

    async def invoke(context: ToolContext[Any], given: str) -> str:
        return json.dumps(await effect(given))

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=ensure_strict_json_schema(tool.schema),
        on_invoke_tool=invoke,
    )


async def _add_in_memory(given: str) -> dict[str, Any]:
    task = {"number": len(_tasks) + 1, "completed": False, "overdue": False, **json.loads(given)}
    _tasks.append(task)
    return {"task": task}


TOOLS_IN_MEMORY = [bare_tool(tool, _add_in_memory) for tool in TOOLS]


async def answer(
    message: str, model: Model, max_turns: int = 10, tools: Sequence[FunctionTool] = TOOLS_IN_MEMORY
) -> str:
    agent = Agent[None](
        name="Bare",
        instructions="Now: 2026-01-01T00:00:00+00:00 (UTC)",
        model=model,
        tools=[*tools],
    )
    config = RunConfig(tracing_disabled=True)
    result = Runner.run_streamed(agent, message, run_config=config, max_turns=max_turns)
    async for _ in result.stream_events():
        pass
    return str(result.final_output)
