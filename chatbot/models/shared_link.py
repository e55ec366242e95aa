"""Links with which anybody can read a conversation."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from .account import User
from .conversation import Conversation
from .now import Now


class SharedLinkQuerySet(models.QuerySet["SharedLink"]):
    def of(self, owner: User) -> Self:
        return self.filter(conversation__owner=owner, conversation__deleted_at=None)

    def valid(self) -> Self:
        """Not expired (by the database's clock), of a conversation and an account that are still there."""
        return self.filter(
            expires_at__gt=Now(), conversation__deleted_at=None, conversation__owner__is_active=True
        )


class SharedLink(models.Model):
    """Everybody who has its token can read the conversation until it expires.

    Only a hash of the token is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="shared_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    shows_name = models.BooleanField(default=False)  # that of the owner
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(db_index=True)

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"link to {self.conversation_id}"
