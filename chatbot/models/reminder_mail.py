"""Reminders that are still to be mailed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from .now import Now
from .task import Task


class ReminderMail(models.Model):
    """Stored with the event of its reminder, and deleted once it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Without a constraint: the mail of a deleted task is deleted when its time comes.
    task = models.ForeignKey(Task, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    failures = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    # When a process began to send it. It is not sent again after that, unless the mail server refused it.
    started_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(started_at=None), name="reminder_mail_pending"
            )
        ]

    def __str__(self) -> str:
        return f"mail of {self.task_id}"
