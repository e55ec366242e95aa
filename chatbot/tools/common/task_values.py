"""What a tool can set of one task: a field that is added to tasks has its line here."""

from __future__ import annotations

from typing import Any, cast

from chatbot.domain.tasks.fields import TaskFields
from chatbot.models import User
from chatbot.tools.tool import Arguments

from .fields import Description, DueAt, PriorityLevel, aware


class TaskValues(Arguments):
    description: Description = None
    priority: PriorityLevel = None
    due_at: DueAt = None


def given(values: TaskValues, owner: User) -> TaskFields:
    """The values that are given; a time without an offset is the user's own."""
    fields: dict[str, Any] = {name: getattr(values, name) for name in TaskValues.model_fields}
    fields["due_at"] = aware(fields["due_at"], owner)
    return cast("TaskFields", {name: value for name, value in fields.items() if value is not None})
