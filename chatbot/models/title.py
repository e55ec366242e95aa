"""What became of a conversation's title, where a model is asked for one."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from .conversation import Conversation
from .now import Now


class TitleRequestQuerySet(models.QuerySet["TitleRequest"]):
    def due(self) -> Self:
        """Those that no process has taken (by the database's clock)."""
        return self.filter(due_at__lte=Now())


class TitleRequest(models.Model):
    """At most one for a conversation: once it is there, no other one is made.

    It is settled when `due_at` is null: a model gave a title, or none, or the owner chose one.
    """

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.CASCADE, related_name="title_request"
    )
    due_at = models.DateTimeField(null=True)  # when a model is to be asked, or asked again
    tries = models.PositiveSmallIntegerField(default=0)
    model = models.CharField(max_length=255, blank=True, default="")
    # What the answer took, as of a turn.
    input_tokens = models.PositiveIntegerField(null=True)
    cached_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True)
    reasoning_tokens = models.PositiveIntegerField(null=True)
    cost = models.DecimalField(max_digits=14, decimal_places=8, null=True)

    objects = TitleRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="title_due")]

    def __str__(self) -> str:
        return f"title of {self.conversation_id}"
