"""The tools that clients are offered, as the files of `chatbot.tools` describe them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mcp import types

from chatbot.api.rest.scopes import AGENT, READ, WRITE
from chatbot.tools import TOOLS, Tool
from chatbot.tools.common.fields import lean

from . import asking

_OF_THE_AGENT = {"ask_user"}  # a client talks to its user itself
OFFERED = {tool.name: tool for tool in TOOLS if tool.name not in _OF_THE_AGENT}


def _scope_of(tool: Tool[Any]) -> str:
    if tool.starts_agents:
        return AGENT
    return READ if tool.kind == "reads" else WRITE


# What a token must permit for each tool.
SCOPES = {name: _scope_of(tool) for name, tool in OFFERED.items()} | {asking.NAME: AGENT}


def tools_for(scopes: Collection[str]) -> list[types.Tool]:
    described = [*map(_described, OFFERED.values()), asking.TOOL]
    return [tool for tool in described if SCOPES[tool.name] in scopes]


def _described(tool: Tool[Any]) -> types.Tool:
    annotations = types.ToolAnnotations(
        title=tool.title,
        read_only_hint=tool.kind == "reads",
        # Changes can be undone; deletions too, but not for ever.
        destructive_hint=tool.kind == "deletes",
        idempotent_hint=tool.kind == "reads" or tool.is_idempotent,
        open_world_hint=tool.reach != "database",
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=lean(tool.schema),
        annotations=annotations,
    )
