"""Addresses at which a calendar program reads a person's tasks."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class CalendarFeed(models.Model):
    """Who has its token can read the owner's open tasks. Only a hash of the token is stored."""

    class Kind(models.TextChoices):
        """Which component of iCalendar each task is."""

        EVENT = "event", _("Events, for programs that show no tasks")
        TODO = "todo", _("Tasks")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.EVENT)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True, editable=False)  # the last time, give or take an hour

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["event", "todo"]), name="calendar_feed_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}s of {self.owner_id}"
