"""What a new time zone of a person changes in their tasks: when days end."""

from __future__ import annotations

from datetime import UTC, tzinfo

from django.db import transaction

from chatbot.domain.publish import publish
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.reminding import database_time, next_reminder
from chatbot.domain.tasks.rows import updated_event
from chatbot.formatting.whole_days import moment_of
from chatbot.models import Task, User

_BATCH = 500
_COLUMNS = ["due_at", "series_start", "remind_at", "updated_at"]


@transaction.atomic
def move_days(owner: User, before: tzinfo) -> None:
    """Let each day that a task is due on end in the owner's zone, which was `before` until now.

    Moments stay what they are. It is no change of the tasks, so that their history has nothing of it.
    """
    tasks = Task.objects.of(owner).filter(due_on__isnull=False)
    for task in (found := list(tasks.locked().order_by("number"))):
        task.owner = owner
        task.due_at = due_columns({"due_at": task.due_on}, owner)["due_at"]
        if task.series_start:
            first = task.series_start.astimezone(before).date()
            task.series_start = moment_of(first, owner.tz).astimezone(UTC)
    if not found:
        return
    now = database_time(owner)
    for task in found:
        task.remind_at, task.updated_at = next_reminder(task, now), now
    Task.objects.bulk_update(found, _COLUMNS, batch_size=_BATCH)
    publish(owner.pk, *(updated_event(task, "Task updated") for task in found))
