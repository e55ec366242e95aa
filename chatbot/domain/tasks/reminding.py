"""Reminders: when the next one of a task is due, and the sweeper's step that sends it.

The event of a reminder, its mail to be sent and `remind_at`, by which it was found, are written in one
transaction: so each is published once, whichever process dies.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from chatbot.domain.events import TaskReminder
from chatbot.domain.publish import publish
from chatbot.domain.tasks.as_json import task_result
from chatbot.domain.tasks.mailing_reminders import mail_later
from chatbot.formatting import relative_due
from chatbot.formatting.whole_days import moment_before
from chatbot.models import Task, User
from chatbot.models.now import Now
from chatbot.reading import MORNING


def next_reminder(task: Task, after: datetime | None = None) -> datetime | None:
    """The first reminder of an open task after a moment, or from now on.

    "Now" is the database's time, as for those who send it: the clocks of processes may differ.
    """
    if not task.reminders or task.due is None or task.completed:
        return None
    after = after or database_time(task.owner)
    due, zone = task.due, task.owner.tz
    moments = (moment_before(due, minutes, zone, MORNING) for minutes in task.reminders)
    return min((moment for moment in moments if moment > after), default=None)


def database_time(owner: User) -> datetime:
    now: datetime = User.objects.filter(pk=owner.pk).values_list(Now(), flat=True).get()
    return now


def due_reminders() -> QuerySet[Task, UUID]:
    """The ids of the tasks with a reminder that is due, the longest waiting first."""
    return Task.objects.filter(remind_at__lte=Now()).order_by("remind_at").values_list("pk", flat=True)


@transaction.atomic
def remind(task_ids: Collection[UUID]) -> None:
    """Send the reminders of these tasks that are due, unless another process does or has."""
    tasks = _locked(task_ids)
    if not tasks:
        return
    now = database_time(tasks[0].owner)
    for task in tasks:
        task.reminded_at, task.remind_at = now, next_reminder(task, now)
    Task.objects.bulk_update(tasks, ["reminded_at", "remind_at"])
    for owner_id, of_one in groupby(tasks, key=attrgetter("owner_id")):
        publish(owner_id, *(_event(task, now) for task in of_one))
    mail_later(tasks)


def _locked(task_ids: Collection[UUID]) -> list[Task]:
    """In the order of their owners, so that two processes lock streams in the same order."""
    skip_locked = connection.features.has_select_for_update_skip_locked
    tasks = Task.objects.select_for_update(skip_locked=skip_locked, of=("self",))
    due = tasks.filter(pk__in=task_ids, remind_at__lte=Now())
    return list(due.select_related("owner").prefetch_related("tags").order_by("owner", "remind_at"))


def _event(task: Task, now: datetime) -> TaskReminder:
    due = relative_due(task.due, now, task.owner.date_settings) if task.due else ""
    message = f"Reminder: {task.title}, due {due}" if due else f"Reminder: {task.title}"
    return TaskReminder(task_id=task.pk, message=message, result=task_result(task))
