"""What a person may want next, by what was done for an answer: suggestions that a click sends."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from chatbot.pages.chat.steps import StepView

MOST = 3
_WEEK, _FIRST, _OPEN, _UNDO = (
    _("What is due this week?"),
    _("What should I do first?"),
    _("Show my open tasks"),
    _("Undo that"),
)
_ADDED = (_WEEK, _("Plan my day"))
_CHANGED = (_UNDO, _WEEK)
_COMPLETED = (_OPEN, _FIRST)
_LISTED = (_FIRST, _("Show my overdue tasks"))
FOLLOW_UPS = {
    "add_task": _ADDED,
    "add_tasks": _ADDED,
    "update_task": _CHANGED,
    "update_tasks": _CHANGED,
    "complete_task": _COMPLETED,
    "complete_all_tasks": (_UNDO, _OPEN),
    "delete_task": (_UNDO, _OPEN),
    "delete_tasks": (_UNDO, _OPEN),
    "delete_all_tasks": (_UNDO, _("Add buy groceries tomorrow evening")),
    "list_tasks": _LISTED,
    "search_tasks": _LISTED,
    "undo_last": (_OPEN, _WEEK),
    "email_tasks": (_FIRST,),
}


def follow_ups_of(steps: Iterable[StepView], asked: str) -> tuple[str, ...]:
    """At most three, by the tools that have succeeded, the last one first; never what was just asked."""
    done = [step.name for step in steps if step.state == "done" and not step.undone]
    texts = dict.fromkeys(str(text) for name in reversed(done) for text in FOLLOW_UPS.get(name, ()))
    return tuple(text for text in texts if text.casefold() != asked.casefold())[:MOST]
