"""The processes of the site: workers, servers that run jobs themselves, and servers that only serve."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .now import Now

ALIVE = timedelta(seconds=30)  # since its last heartbeat


class JobProcessQuerySet(models.QuerySet["JobProcess"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gt=Now() - ALIVE)

    def with_jobs(self) -> Self:
        return self.exclude(kind=JobProcess.Kind.WEB)


class JobProcess(models.Model):
    """One process, from its start to its end. `seen_at` is its heartbeat, by the database's clock."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("Worker")
        SERVER = "server", _("Web server")
        WEB = "web", _("Web server without jobs")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=255)  # host:pid
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(db_default=Now(), db_index=True, editable=False)

    objects = JobProcessQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.name
