"""Suggestions in an empty chat, which a click sends."""

from __future__ import annotations

from chatbot.pages.tasks.rows import Panel

ADD = "Add buy groceries tomorrow at 18:00"
WITHOUT_TASKS = (ADD, "Add call the dentist on Friday, high priority", "What can you do?")


def starters_of(panel: Panel) -> tuple[str, ...]:
    """Below the person's day, so not about dates. Only the last one changes tasks."""
    if not panel.open:
        return WITHOUT_TASKS
    return (
        *(["What should I do first?"] if len(panel.open) > 1 else ["What can you do?"]),
        *(f"Show my tasks tagged {tag}" for tag in _tags(panel)[:1]),
        ADD,
    )


def _tags(panel: Panel) -> list[str]:
    """The tags of the open tasks, the most used first."""
    tags = [tag for row in panel.open for tag in row.tags.split()]
    return sorted(dict.fromkeys(tags), key=lambda tag: -tags.count(tag))
