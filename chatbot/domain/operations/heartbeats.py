"""Heartbeats of the processes of the site."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from chatbot.models import JobProcess, Run, TaskImport
from chatbot.models.now import Now

_FORGOTTEN = timedelta(days=1)
_USUAL_WAIT = timedelta(seconds=5)


class Heartbeat:
    """Of this process, from its first beat on."""

    def __init__(self, kind: JobProcess.Kind) -> None:
        self._kind = kind
        self._id: UUID = uuid4()

    def beat(self) -> None:
        """One statement; two at the first time, or if the row is gone."""
        if not JobProcess.objects.filter(pk=self._id).update(seen_at=Now()):
            name = f"{socket.gethostname()}:{os.getpid()}"[:255]
            JobProcess.objects.create(pk=self._id, kind=self._kind, name=name)

    def end(self) -> None:
        JobProcess.objects.filter(pk=self._id).delete()


def is_without_worker(run: Run) -> bool:
    """Whether a queued run has waited longer than usual, and no process is there that would start it.

    One statement, and none for other runs.
    """
    return run.status == Run.Status.QUEUED and _waits_without_worker(run.created_at)


def is_plan_without_worker(runs: Iterable[Run]) -> bool:
    """Whether the first queued run of these, which are those of a plan in order, has no worker."""
    queued = next((run for run in runs if run.status == Run.Status.QUEUED), None)
    return queued is not None and is_without_worker(queued)


def is_import_without_worker(found: TaskImport) -> bool:
    """Whether no process is there that would continue a running import. At most one statement."""
    return found.status == TaskImport.Status.RUNNING and _waits_without_worker(found.updated_at)


def _waits_without_worker(since: datetime) -> bool:
    is_late = since < timezone.now() - _USUAL_WAIT
    return is_late and not JobProcess.objects.alive().with_jobs().exists()


def prune_processes() -> None:
    """Delete those that ended without saying so."""
    JobProcess.objects.filter(seen_at__lt=Now() - _FORGOTTEN).delete()
