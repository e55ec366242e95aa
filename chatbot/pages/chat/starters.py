"""Suggestions in an empty chat, which a click sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chatbot.pages.tasks.rows import Panel

ADD = _("Add buy groceries tomorrow evening")
WITHOUT_TASKS = (ADD, _("Add call the dentist on Friday, high priority"), _("What can you do?"))


def starters_of(panel: Panel) -> tuple[str, ...]:
    """Below the person's day, so not about dates. Only the last one changes tasks."""
    if not panel.open:
        return tuple(map(str, WITHOUT_TASKS))
    texts = (
        *([_("What should I do first?")] if len(panel.open) > 1 else [_("What can you do?")]),
        *(_("Show my tasks tagged %(tag)s") % {"tag": tag} for tag in _tags(panel)[:1]),
        ADD,
    )
    return tuple(map(str, texts))


def _tags(panel: Panel) -> list[str]:
    """The tags of the open tasks, the most used first."""
    tags = [tag for row in panel.open for tag in row.tags.split()]
    return sorted(dict.fromkeys(tags), key=lambda tag: -tags.count(tag))
