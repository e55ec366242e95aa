"""The tools of the agent: one module for each tool, which defines `TOOL`.

No tool imports the Agents SDK or takes a user from the model.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.translation import gettext as _

from .tool import Arguments, Earlier, Tool

_modules = [import_module(f".{found.name}", __name__) for found in iter_modules(__path__)]

TOOLS: tuple[Tool[Any], ...] = tuple(module.TOOL for module in _modules if hasattr(module, "TOOL"))
CHAT_TOOLS = frozenset(tool.name for tool in TOOLS if tool.is_for_chats)
_STARTING = {tool.name: tool.starting for tool in TOOLS}


def starting_line(name: str) -> str:
    """The line that people see while a tool is running. Models may invent names, so any name is accepted."""
    return _(_STARTING[name]) if name in _STARTING else _("Using %(tool)s...") % {"tool": name}


__all__ = ["CHAT_TOOLS", "TOOLS", "Arguments", "Earlier", "Tool", "starting_line"]
