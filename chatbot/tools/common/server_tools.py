"""The lines of calls of tools of MCP servers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings
from chatbot.models import ToolCall


def used(tool: str, server: str) -> str:
    return _("Used %(tool)s of %(server)s") % {"tool": tool, "server": server}


def used_line(call: ToolCall, dates: DateSettings) -> str:
    """Empty for a call of another tool."""
    match call.output:
        case {"server": str(server), "tool": str(tool)}:
            return used(tool, server)
    return ""
