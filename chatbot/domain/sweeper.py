"""Finds runs that nobody brings to an end, and sees to it that somebody does. Sweepers may be many."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chatbot.models import Plan, Run, Step, ToolCall
from chatbot.models.now import Now

from .approvals import expire
from .attempts import Claim, LeaseLost, StopRequested
from .doorbell import enqueue_title, ring_for_plan, ring_for_run
from .endings import cancel, fail, requeue
from .titles import overlooked_titles

logger = logging.getLogger(__name__)

OVERLOOKED = timedelta(seconds=10)
UNHEARD = timedelta(seconds=2)  # after which a run that was asked to stop is stopped from here


def sweep() -> None:
    """See to what nobody else does: lost, stalled, unstopped and overlooked runs, and late approvals."""
    for run in Run.objects.filter(status=Run.Status.RUNNING, stop_requested_at__lt=Now() - UNHEARD):
        cancel(Claim.of(run))
    for call in ToolCall.objects.expired():
        expire(call)
    for run in Run.objects.lost():
        logger.warning("Run %s lost its attempt %d", run.pk, run.attempt)
        requeue(run)
    for run in Run.objects.stalled(timedelta(seconds=settings.RUN_TIMEOUT)):
        _end_stalled(run)
    for run_id in _overlooked():
        ring_for_run(run_id)
    for plan_id in _stuck_plans():
        ring_for_plan(plan_id)
    for conversation_id in overlooked_titles():
        enqueue_title(conversation_id)


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
    """Queued for long, though nothing of their conversation is running."""
    busy = Run.objects.filter(conversation=OuterRef("conversation"), status=Run.Status.RUNNING)
    queued = Run.objects.filter(~Exists(busy), status=Run.Status.QUEUED, created_at__lt=Now() - OVERLOOKED)
    return list(queued.order_by("created_at").values_list("pk", flat=True)[:100])


def _stuck_plans() -> list[UUID]:
    """At work, though none of their runs is: the bell for what follows was not heard."""
    busy = Run.objects.filter(conversation__plan=OuterRef("pk")).active()
    unsettled = Step.objects.filter(plan=OuterRef("pk"), status=Step.Status.RUNNING)
    at_work = Q(status__in=(Plan.Status.DRAFT, Plan.Status.RUNNING)) | Exists(unsettled)
    late = Plan.objects.filter(at_work, ~Exists(busy), updated_at__lt=Now() - OVERLOOKED)
    return list(late.values_list("pk", flat=True)[:100])


def _end_stalled(run: Run) -> None:
    """Does nothing if the run has made progress since it was found, or has moved on."""
    stalled = Run.objects.stalled(timedelta(seconds=settings.RUN_TIMEOUT))
    try:
        with transaction.atomic():
            if stalled.filter(pk=run.pk, attempt=run.attempt).select_for_update().exists():
                error = "The assistant made no progress for too long, so this was stopped."
                fail(Claim.of(run), "timeout", error)
    except (LeaseLost, StopRequested):
        logger.info("Run %s went on after all", run.pk)
