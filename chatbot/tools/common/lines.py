"""Lines for people about what a tool does, for several tools."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.models import ToolCall


def found_tasks(count: int) -> str:
    return ngettext("Found %(count)d task", "Found %(count)d tasks", count) % {"count": count}


def searched(call: ToolCall) -> str:
    """ "Searched ‘cake’: 2 found", for a tool with a `query` and a `count`."""
    query, count = call.arguments.get("query"), (call.output or {}).get("count")
    if not isinstance(query, str) or not isinstance(count, int):
        return ""
    found = _("%(count)d found") % {"count": count} if count else _("nothing")
    return _("Searched ‘%(query)s’: %(found)s") % {"query": query, "found": found}


def title_in(call: ToolCall, key: str = "task") -> str:
    """The title of the task in the output of a call; "" if there is none."""
    task: Any = (call.output or {}).get(key)
    return str(task.get("title") or "") if isinstance(task, dict) else ""


def complete_question(count: int) -> str:
    return ngettext("Mark %(count)d task as done?", "Mark %(count)d tasks as done?", count) % {"count": count}


def all_completed(count: int) -> str:
    return ngettext("Marked %(count)d task as complete", "Marked %(count)d tasks as complete", count) % {
        "count": count
    }


def checked(part: int, total: int) -> str:
    return ngettext("Checked %(part)d of %(total)d task", "Checked %(part)d of %(total)d tasks", total) % {
        "part": part,
        "total": total,
    }
