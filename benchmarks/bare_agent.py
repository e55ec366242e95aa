"""An agent as the SDK's own documentation builds one: no journal, no events, no database."""

from __future__ import annotations

import json
from typing import Any

from agents import Agent, FunctionTool, Model, RunConfig, Runner, set_trace_processors
from agents.strict_schema import ensure_strict_json_schema
from agents.tool_context import ToolContext

from chatbot.agent.tools import TOOLS, Tool

set_trace_processors([])
_tasks: list[dict[str, Any]] = []


def _in_memory(tool: Tool[Any]) -> FunctionTool:
    """A tool that the model sees as ours; whichever it is, it adds a task."""

    async def invoke(context: ToolContext[Any], given: str) -> str:
        task = {"number": len(_tasks) + 1, "completed": False, "overdue": False, **json.loads(given)}
        _tasks.append(task)
        return json.dumps({"task": task})

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=ensure_strict_json_schema(tool.arguments.model_json_schema()),
        on_invoke_tool=invoke,
    )


TOOLS_IN_MEMORY = [_in_memory(tool) for tool in TOOLS]


async def answer(message: str, model: Model, max_turns: int = 10) -> str:
    agent = Agent[None](
        name="Bare",
        instructions="Now: 2026-01-01T00:00:00+00:00 (UTC)",
        model=model,
        tools=list(TOOLS_IN_MEMORY),
    )
    config = RunConfig(tracing_disabled=True)
    result = Runner.run_streamed(agent, message, run_config=config, max_turns=max_turns)
    async for _ in result.stream_events():
        pass
    return str(result.final_output)
