"""Chat threads and what was said in them."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils import timezone

from .account import User
from .plan import Plan

MESSAGE_LENGTH = 10_000


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def chats(self) -> Self:
        """Those that people have: the agents of a plan work in conversations of their own."""
        return self.filter(plan=None)


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=255, blank=True, default="")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    model = models.CharField(max_length=255, blank=True, default="")  # chosen by its owner, else the default
    # Messages take their position from here, under this row's lock: clocks do not order a conversation.
    last_position = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="conversation_recent")]

    def __str__(self) -> str:
        return self.title or "New conversation"


class MessageQuerySet(models.QuerySet["Message"]):
    def told(self) -> Self:
        """What the model is told of a conversation: not what was replaced or taken back."""
        gone = (Message.State.REPLACED, Message.State.WITHDRAWN)
        return self.exclude(content="").exclude(state__in=gone)


class Message(models.Model):
    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    class State(models.TextChoices):
        PENDING = "pending", "not begun"
        STREAMING = "streaming", "being written"
        COMPLETE = "complete"
        STOPPED = "stopped"
        CUT_OFF = "cut_off", "cut off"  # by the endpoint, which bounds an answer or filters it
        FAILED = "failed"
        REPLACED = "replaced"  # an answer that was given anew
        WITHDRAWN = "withdrawn"  # a message that was taken back before anybody answered it

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.COMPLETE)
    # A resend with the same key finds this message instead of making another.
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
        ]
        indexes = [models.Index(fields=["owner", "role", "created_at"], name="message_daily")]

    def __str__(self) -> str:
        return f"{self.role}: {self.content[:40]}"
