"""Calls a tool of a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mcp.client.session import ClientSession
from mcp_types import CallToolRequest, CallToolRequestParams, CallToolResult

from chatbot.domain.mcp_servers.targets import Target
from chatbot.domain.text import storable

from .connection import ask
from .contents import text_of
from .problems import ServerProblem

TIMEOUT = 60.0  # seconds
LENGTH = 16_000  # characters of a result


@dataclass(frozen=True, slots=True)
class Result:
    text: str
    is_error: bool
    is_cut: bool


async def call_tool(target: Target, tool: str, arguments: dict[str, Any]) -> Result:
    """What the tool returned, in words, or why the server refused the call. Raises `ServerProblem`."""

    async def call(session: ClientSession) -> CallToolResult:
        params = CallToolRequestParams(name=tool, arguments=arguments)
        return await session.send_request(CallToolRequest(params=params), CallToolResult)

    try:
        result = await ask(target, call, seconds=TIMEOUT)
        text, is_error = text_of(result), bool(result.is_error)
    except ServerProblem as problem:
        if not problem.refusal:
            raise
        text, is_error = problem.refusal, True
    text = storable(target.without_secrets(text))
    return Result(text[:LENGTH], is_error, len(text) > LENGTH)
