"""Finds runs that nobody brings to an end, and sees to it that somebody does. Sweepers may be many."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now

from chatbot.models import Run

from .attempts import Claim, LeaseLost, fail, requeue
from .doorbell import ring_for_run

logger = logging.getLogger(__name__)

OVERLOOKED = timedelta(seconds=10)


def sweep() -> None:
    """Take lost runs up again, end stalled ones, and ring again for queued ones that nobody heard of."""
    for run in Run.objects.lost():
        logger.warning("Run %s lost its attempt %d", run.pk, run.attempt)
        requeue(run)
    stalled_since = Now() - timedelta(seconds=settings.RUN_TIMEOUT)
    for run in Run.objects.filter(status=Run.Status.RUNNING, progress_at__lt=stalled_since):
        _end_stalled(run)
    for run_id in _overlooked():
        ring_for_run(run_id)


def recover() -> None:
    """Take up, at the start of a process, what an earlier one left.

    Where one process is the whole installation, all that it finds running is lost; otherwise leases tell.
    """
    running = Run.objects.lost() if settings.REDIS_URL else Run.objects.filter(status=Run.Status.RUNNING)
    for run in running:
        requeue(run)
    for run_id in (
        Run.objects.filter(status=Run.Status.QUEUED).order_by("created_at").values_list("pk", flat=True)
    ):
        ring_for_run(run_id)


def _overlooked() -> list[UUID]:
    queued = Run.objects.filter(status=Run.Status.QUEUED, created_at__lt=Now() - OVERLOOKED)
    return list(queued.order_by("created_at").values_list("pk", flat=True)[:100])


def _end_stalled(run: Run) -> None:
    try:
        fail(Claim.of(run), "timeout", "The assistant made no progress for too long, so this was stopped.")
    except LeaseLost:
        logger.info("Run %s went on after all", run.pk)
