"""Conversations and messages."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .plan import Plan

MESSAGE_LENGTH = 10_000


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def chats(self) -> Self:
        """Conversations of people, without those of plans, and without deleted ones."""
        return self.filter(plan=None, deleted_at=None)

    def deleted(self) -> Self:
        """Deleted, but not yet for good; the latest first."""
        return self.filter(deleted_at__isnull=False).order_by("-deleted_at")

    def archived(self, *, is_archived: bool = True) -> Self:
        return self.filter(is_archived=is_archived)

    def listed(self) -> Self:
        """Pinned ones first, and of each kind the latest."""
        return self.order_by("-is_pinned", "-updated_at")


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=255, blank=True, default="")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    model = models.CharField(
        max_length=255, blank=True, default=""
    )  # chosen by the owner; empty for the default
    is_pinned = models.BooleanField(default=False)
    # Not in the sidebar; a new message takes it out of the archive.
    is_archived = models.BooleanField(default=False, db_default=False)
    # By the owner. Nothing shows it any more, but it can be restored for a while (by the database's clock).
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Positions of messages are assigned from this, under the lock of this row, since clocks are not reliable.
    last_position = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["owner", "-updated_at"], name="conversation_recent"),
            models.Index(fields=["owner", "-is_pinned", "-updated_at"], name="conversation_listed"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="conversation_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "New conversation"


class MessageQuerySet(models.QuerySet["Message"]):
    def current(self) -> Self:
        """Messages of the current branch of their conversation."""
        return self.filter(left_for=None)

    def before(self, position: int) -> Self:
        """The branch that was current when the message at a position was sent, without that message."""
        was_left_later = models.Q(left_for=None) | models.Q(left_for__position__gte=position)
        return self.filter(was_left_later, position__lt=position)

    def for_model(self) -> Self:
        """Messages that models are sent: without replaced and withdrawn ones, and those of other branches."""
        gone = (Message.State.REPLACED, Message.State.WITHDRAWN)
        return self.current().exclude(content="").exclude(state__in=gone)


class Message(models.Model):
    class Role(models.TextChoices):
        USER = "user", _("User")
        ASSISTANT = "assistant", _("Assistant")

    class State(models.TextChoices):
        PENDING = "pending", _("not begun")
        STREAMING = "streaming", _("being written")
        COMPLETE = "complete", _("Complete")
        STOPPED = "stopped", _("Stopped")
        CUT_OFF = "cut_off", _("cut off")  # by the endpoint: a length limit or a content filter
        FAILED = "failed", _("Failed")
        REPLACED = "replaced", _("Replaced")  # an answer that was regenerated
        WITHDRAWN = "withdrawn", _("Withdrawn")  # a message that was cancelled before its run started

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.COMPLETE)
    # The earlier message of which this one is an edit.
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, db_index=False, related_name="replaced_by"
    )
    # The edit with which the conversation continued without this message; null in the current branch.
    left_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, db_index=False, related_name="left"
    )
    # A resend with the same key finds this message instead of creating another.
    idempotency_key = models.CharField(max_length=255, blank=True, default="")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="message_position"),
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="message_sent_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(replaces__isnull=False),
                name="message_replaced_once",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "role", "created_at"], name="message_daily"),
            models.Index(
                fields=["left_for"], condition=models.Q(left_for__isnull=False), name="message_left"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.position}, {self.role}"
