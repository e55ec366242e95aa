"""The fields of a task that tools can set. A new field needs a line here."""

from __future__ import annotations

from typing import Any, cast

from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.tasks.lists import find_list
from chatbot.domain.tasks.repeat_rules import read_repetition
from chatbot.models import User
from chatbot.tools.tool import Arguments

from .fields import (
    Description,
    DueAt,
    Estimate,
    ListName,
    Parent,
    PriorityLevel,
    Reminders,
    Repeat,
    RepeatFrom,
    StartOn,
    aware,
)


class TaskValues(Arguments):
    description: Description = None
    priority: PriorityLevel = None
    due_at: DueAt = None
    start_on: StartOn = None
    estimate: Estimate = None
    list: ListName = None
    parent: Parent = None
    repeat: Repeat = None
    repeat_from: RepeatFrom = None
    reminders: Reminders = None


def given(values: TaskValues, owner: User) -> TaskFields:
    """The values that are not null; a time without an offset is in the user's zone.

    Raises `Invalid` if there is no such list.
    """
    fields: dict[str, Any] = {name: getattr(values, name) for name in TaskValues.model_fields}
    fields["due_at"] = aware(fields["due_at"], owner)
    if values.repeat is not None:
        repetition = read_repetition(owner, values.repeat)
        fields["repeat"] = str(repetition.rule) if repetition else ""
        fields["due_at"] = fields["due_at"] or (repetition.moment if repetition else None)
    present = {name: value for name, value in fields.items() if value is not None}
    if values.list is not None:
        present["list"] = find_list(owner, values.list)
    return cast("TaskFields", present)
