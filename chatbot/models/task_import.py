"""Files of tasks that people import."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now

FILE_NAME_LENGTH = 255


class TaskImportQuerySet(models.QuerySet["TaskImport"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class TaskImport(models.Model):
    """A file that was read. Its tasks are added after its owner has seen them; `done` of them so far."""

    class Status(models.TextChoices):
        READ = "read", _("Not imported yet")
        RUNNING = "running", _("Importing…")
        COMPLETED = "completed", _("Imported")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="task_imports")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    status = models.CharField(max_length=9, choices=Status, default=Status.READ)
    # Those of the file, until they are imported; see `domain/exchange/stored.py`.
    tasks: models.JSONField[list[dict[str, Any]]] = models.JSONField()
    problems: models.JSONField[list[dict[str, Any]]] = models.JSONField()
    total = models.PositiveIntegerField()  # tasks in the file
    known = models.PositiveIntegerField()  # of these, equal to one that the owner had when it was read
    adds_known = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)  # tasks of the file that were added or left out
    added = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TaskImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["read", "running", "completed", "undone"]),
                name="task_import_status_known",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="task_import_listed"),
            models.Index(fields=["status", "updated_at"], name="task_import_stalled"),
        ]

    def __str__(self) -> str:
        return self.file_name
