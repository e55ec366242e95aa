"""Reads which tools a server has."""

from __future__ import annotations

import logging
from uuid import UUID

from mcp.client.session import ClientSession
from mcp_types import ListToolsRequest, ListToolsResult, PaginatedRequestParams, Tool

from chatbot.domain.mcp_servers.looks import MOST_LISTED, ListedTool
from chatbot.domain.mcp_servers.targets import Target

from .connection import ask
from .problems import Problem, ServerProblem

logger = logging.getLogger(__name__)

TIMEOUT = 10.0  # seconds
MOST_AT_ONCE = 8  # in a process, whose other places are for runs
_MOST_PAGES = 20
_current: set[tuple[UUID, int]] = set()  # servers, with their versions


async def look_at(target: Target) -> list[ListedTool] | Problem | None:
    """The tools, or why they could not be read.

    `None` without a look, if the same one or too many are in progress: to wait would take a place as well.
    """
    look = (target.server_id, target.version)
    if look in _current or len(_current) >= MOST_AT_ONCE:
        return None
    _current.add(look)
    try:
        return await ask(target, _list_tools, seconds=TIMEOUT)
    except ServerProblem as error:
        logger.info("The tools of MCP server %s could not be read: %s", target.server_id, error.problem)
        return error.problem
    finally:
        _current.discard(look)


async def _list_tools(session: ClientSession) -> list[ListedTool]:
    """The package refuses a list as a whole if one tool is not described as it must be."""
    listed: list[ListedTool] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        request = ListToolsRequest(params=PaginatedRequestParams(cursor=cursor))
        page = await session.send_request(request, ListToolsResult)
        listed += map(_listed, page.tools)
        cursor = page.next_cursor
        if not cursor or len(listed) > MOST_LISTED:
            break
    return listed


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        description=tool.description or tool.title or "",
        schema=tool.input_schema,
        is_read_only=tool.annotations is not None and tool.annotations.read_only_hint is True,
    )
