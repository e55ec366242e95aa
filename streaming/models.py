"""The log: the single source of truth about what happened and in which order."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models


def new_epoch() -> str:
    return secrets.token_hex(4)


class Stream(models.Model):
    """An ordered log. Its row is the lock under which events are appended.

    `epoch` distinguishes two streams of one name (a restored database, a recreated user): a cursor of another
    epoch is invalid. Events up to `pruned_seq` have been pruned.
    """

    name = models.CharField(max_length=80, unique=True)
    epoch = models.CharField(max_length=8, default=new_epoch)
    last_seq = models.PositiveBigIntegerField(default=0)
    pruned_seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=64)
    data: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    # What the event is about (as in CloudEvents), if clients read a part of the stream by an index.
    subject = models.CharField(max_length=80, null=True)  # noqa: DJ001 - a partial index leaves nulls out
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_once")]
        indexes = [
            models.Index(fields=["stream", "created_at"], name="event_of_stream"),
            models.Index(
                fields=["stream", "subject", "seq"],
                condition=models.Q(subject__isnull=False),
                name="event_of_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"
