"""The tools of the agent: one module for each tool, which defines `TOOL`.

No tool imports the Agents SDK or takes a user from the model.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings
from chatbot.models import ToolCall

from .tool import Arguments, Earlier, Tool

_modules = [import_module(f".{found.name}", __name__) for found in iter_modules(__path__)]

TOOLS: tuple[Tool[Any], ...] = tuple(module.TOOL for module in _modules if hasattr(module, "TOOL"))
CHAT_TOOLS = frozenset(tool.name for tool in TOOLS if tool.is_for_chats)
_STARTING = {tool.name: tool.starting for tool in TOOLS}
_LINES = {tool.name: tool.line for tool in TOOLS if tool.line is not None}
_LINES_OF_MANY = {tool.name: tool.line_of_many for tool in TOOLS if tool.line_of_many is not None}


def starting_line(name: str) -> str:
    """The line that people see while a tool is running. Models may invent names, so any name is accepted."""
    return _(_STARTING[name]) if name in _STARTING else _("Using %(tool)s...") % {"tool": name}


def line_of(call: ToolCall, dates: DateSettings) -> str:
    """The line of a call in a timeline on a page. It ends in an ellipsis where that of events has dots."""
    line = _LINES.get(call.name) if call.status == ToolCall.Status.DONE else None
    return (line(call, dates) if line else "") or re.sub(r"\.\.\.$", "…", call.message)


def line_of_many(call: ToolCall, dates: DateSettings) -> str:
    """The line of a finished call and others with the same one, with `{count}`; "" if it stands alone."""
    line = _LINES_OF_MANY.get(call.name) if call.status == ToolCall.Status.DONE else None
    return line(call, dates) if line else ""


__all__ = ["CHAT_TOOLS", "TOOLS", "Arguments", "Earlier", "Tool", "line_of", "line_of_many", "starting_line"]
