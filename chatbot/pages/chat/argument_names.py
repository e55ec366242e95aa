"""The names of tools' arguments, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_NAMES = {
    "add_tags": gettext_noop("tags to add"),
    "after": gettext_noop("after"),
    "answer": gettext_noop("answer"),
    "before": gettext_noop("before"),
    "clear_due": gettext_noop("without a due date"),
    "clear_start": gettext_noop("without a start"),
    "colour": gettext_noop("colour"),
    "completed": gettext_noop("completed"),
    "completed_before": gettext_noop("completed before"),
    "completed_since": gettext_noop("completed since"),
    "description": gettext_noop("notes"),
    "details": gettext_noop("with details"),
    "due": gettext_noop("due"),
    "due_at": gettext_noop("due"),
    "due_before": gettext_noop("due before"),
    "due_day": gettext_noop("due day"),
    "due_from": gettext_noop("due from"),
    "due_time": gettext_noop("due time"),
    "estimate": gettext_noop("takes"),
    "even_if_open": gettext_noop("even if it is open already"),
    "goal": gettext_noop("goal"),
    "limit": gettext_noop("at most"),
    "list": gettext_noop("list"),
    "name": gettext_noop("name"),
    "new_list": gettext_noop("new list"),
    "new_priority": gettext_noop("new priority"),
    "note": gettext_noop("note"),
    "number": gettext_noop("number"),
    "numbers": gettext_noop("numbers"),
    "offset": gettext_noop("from position"),
    "options": gettext_noop("options"),
    "parent": gettext_noop("subtask of"),
    "priority": gettext_noop("priority"),
    "query": gettext_noop("query"),
    "question": gettext_noop("question"),
    "reminders": gettext_noop("reminders"),
    "remove_tags": gettext_noop("tags to remove"),
    "repeat": gettext_noop("repeats"),
    "repeat_from": gettext_noop("repeats from"),
    "shift": gettext_noop("moved by"),
    "since": gettext_noop("since"),
    "sort": gettext_noop("sorted by"),
    "start_on": gettext_noop("starts"),
    "status": gettext_noop("status"),
    "tag": gettext_noop("tag"),
    "tags": gettext_noop("tags"),
    "tasks": gettext_noop("tasks"),
    "title": gettext_noop("title"),
    "to": gettext_noop("to the"),
}


def argument_name(name: str) -> str:
    """Names that are not listed, such as those of tools that were removed, are shown as they are."""
    return _(_NAMES[name]) if name in _NAMES else name.replace("_", " ")
