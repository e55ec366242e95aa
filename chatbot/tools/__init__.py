"""The tools of the agent: one module for each tool, which defines `TOOL`.

No tool imports the Agents SDK or takes a user from the model.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chatbot.domain.journal.approvals import summary_in_own_words
from chatbot.formatting import DateSettings
from chatbot.models import ToolCall
from chatbot.models.journal import LINE_LENGTH

from .common.lines import checked
from .common.server_tools import used_line
from .tool import Arguments, Earlier, Tool

_modules = [import_module(f".{found.name}", __name__) for found in iter_modules(__path__)]

TOOLS: tuple[Tool[Any], ...] = tuple(module.TOOL for module in _modules if hasattr(module, "TOOL"))
CHAT_TOOLS = frozenset(tool.name for tool in TOOLS if tool.is_for_chats)
_STARTING = {tool.name: tool.starting for tool in TOOLS}
_MESSAGES = {tool.name: tool.message for tool in TOOLS if tool.message is not None}
_LINES = {tool.name: tool.line for tool in TOOLS if tool.line is not None}
_LINES_OF_MANY = {tool.name: tool.line_of_many for tool in TOOLS if tool.line_of_many is not None}


def starting_line(name: str) -> str:
    """The line that people see while a tool is running. Models may invent names, so any name is accepted."""
    return _(_STARTING[name]) if name in _STARTING else _("Using %(tool)s...") % {"tool": name}


def line_of(call: ToolCall, dates: DateSettings) -> str:
    """The line of a call in a timeline on a page. It ends in an ellipsis where that of events has dots."""
    return _line_by_fields(call, dates) or re.sub(r"\.\.\.$", "…", call.message)


def _line_by_fields(call: ToolCall, dates: DateSettings) -> str:
    """In the language of the page, as far as more than the stored message says what happened, else empty."""
    if call.status == ToolCall.Status.DONE:
        by_fields = _LINES.get(call.name, used_line)
        return by_fields(call, dates) or _translated_message(call, dates)
    if call.status == ToolCall.Status.FAILED and call.error:
        line = _("Error in %(tool)s: %(error)s") % {"tool": call.name, "error": _(call.error)}
        return line[:LINE_LENGTH]
    if call.message == _STARTING.get(call.name):
        return re.sub(r"\.\.\.$", "…", starting_line(call.name))
    return checked(call.count or 0, call.total) if call.total else summary_in_own_words(call)


def _translated_message(call: ToolCall, dates: DateSettings) -> str:
    """Empty if the stored message is not what this version would have written."""
    message = _MESSAGES.get(call.name)
    if message is None or get_language() == settings.LANGUAGE_CODE:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        is_same = message(call, dates) == call.message
    return message(call, dates) if is_same else ""


def line_of_many(call: ToolCall, dates: DateSettings) -> str:
    """The line of a finished call and others with the same one, with `{count}`; "" if it stands alone."""
    line = _LINES_OF_MANY.get(call.name) if call.status == ToolCall.Status.DONE else None
    return line(call, dates) if line else ""


__all__ = ["CHAT_TOOLS", "TOOLS", "Arguments", "Earlier", "Tool", "line_of", "line_of_many", "starting_line"]
