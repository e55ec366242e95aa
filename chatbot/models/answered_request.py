"""Answers to requests with an idempotency key, for clients that resend a request."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils import timezone

from .account import User


class AnsweredRequestQuerySet(models.QuerySet["AnsweredRequest"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class AnsweredRequest(models.Model):
    """The answer to the first request with an idempotency key.

    Messages of the chat store their key themselves, since their answer is their run.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    idempotency_key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    answer: models.JSONField[Any] = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    objects = AnsweredRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "idempotency_key"], name="request_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.idempotency_key}"
