"""Requests for titles of conversations, where a model writes them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from .conversation import Conversation
from .now import Now


class TitleRequestQuerySet(models.QuerySet["TitleRequest"]):
    def due(self) -> Self:
        """Requests that no process has claimed (by the database's clock)."""
        return self.filter(due_at__lte=Now())

    def decided_by_owner(self) -> Self:
        """No model was asked, and none may set the title any more."""
        return self.filter(due_at=None, tries=0)


class TitleRequest(models.Model):
    """At most one for each conversation.

    The title is decided once `due_at` is null: a model wrote it, or failed to, or the owner renamed the
    conversation, which sets `tries` to 0.
    """

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.CASCADE, related_name="title_request"
    )
    due_at = models.DateTimeField(null=True)  # when a model is asked next
    tries = models.PositiveSmallIntegerField(default=0)
    model = models.CharField(max_length=255, blank=True, default="")
    # The usage of the response, as for a turn.
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
