"""Personal tokens, with which a person's own programs use the API."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now


class PersonalTokenQuerySet(models.QuerySet["PersonalToken"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def valid(self) -> Self:
        """Those that have not expired (by the database's clock), of owners who may sign in."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=Now()), owner__is_active=True)


class PersonalToken(models.Model):
    """Who has the token acts as its owner, within its scopes. Only a hash of it is stored."""

    class Scope(models.TextChoices):
        READ = "read", _("Read: everything that you see")
        WRITE = "write", _("Write: tasks, lists, chats and templates")
        AGENT = "agent", _("Agent: send messages, start plans, approve, stop and undo")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="personal_tokens")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)  # the last characters of the token
    scope = models.CharField(max_length=40)  # separated by spaces, as in OAuth (RFC 6749, section 3.3)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)  # the last time, give or take an hour

    objects = PersonalTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def scopes(self) -> list[str]:
        return self.scope.split()
