"""Calls of tools of MCP servers: their lines, and their arguments as people are asked about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings
from chatbot.models import ToolCall
from streaming.entry import dumps

_PLAIN_NAME = re.compile(r"[\w.-]+")


def is_of_server(tool: str) -> bool:
    """By the name under which it is offered: no tool of ours has two underscores in a row."""
    return "__" in tool


def exact_arguments(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and values as JSON, none of them left out: what is read is what is sent."""
    for name, value in arguments.items():
        yield (name if _PLAIN_NAME.fullmatch(name) else _visible(name)), _visible(value)


def _visible(value: Any) -> str:
    """JSON in which also what has no look of its own, such as a change of direction, is escaped."""
    written = dumps(value)
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in written)


def used(tool: str, server: str) -> str:
    return _("Used %(tool)s of %(server)s") % {"tool": tool, "server": server}


def used_line(call: ToolCall, dates: DateSettings) -> str:
    """Empty for a call of another tool."""
    match call.output:
        case {"server": str(server), "tool": str(tool)}:
            return used(tool, server)
    return ""
