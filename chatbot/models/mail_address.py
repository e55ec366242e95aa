"""The addresses to which people forward mails to add tasks."""

from __future__ import annotations

from django.db import models

from .account import User
from .now import Now


class MailAddress(models.Model):
    """`local_part` is secret: who knows it can add tasks to its owner's list, and nothing else."""

    owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_address")
    local_part = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"address of {self.owner_id}"
