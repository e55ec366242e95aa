"""Find runs, plans and titles whose job was lost or does not end, and fix them; send and delete what is due.

Many sweepers may run at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value

from chatbot.domain.conversations.deletion import delete_expired, expired_conversations
from chatbot.domain.conversations.titles import overlooked_titles
from chatbot.domain.exchange.imports import enqueue_import, stalled_imports
from chatbot.domain.journal.approvals import expire
from chatbot.domain.one_by_one import for_batches, for_each
from chatbot.domain.runs import work_limit
from chatbot.domain.runs.attempts import Claim, LeaseLost, StopRequested
from chatbot.domain.runs.endings import cancel, fail, requeue
from chatbot.domain.runs.enqueue import enqueue_plan, enqueue_run, enqueue_title
from chatbot.domain.tasks.mailing_reminders import enqueue_mails, pending_mails
from chatbot.domain.tasks.reminding import due_reminders, remind
from chatbot.domain.webhooks.delivery_queue import due_endpoints, enqueue_delivery
from chatbot.models import Plan, Run, Step, ToolCall
from chatbot.models.now import Now
from chatbot.models.run import RunQuerySet

logger = logging.getLogger(__name__)

OVERLOOKED = timedelta(seconds=10)
UNHEARD = timedelta(seconds=2)  # after which the sweeper ends a run that was asked to stop
_AT_ONCE = 200  # rows of each kind in one sweep

# Many people are reminded at the same moment, such as 9:00. A batch is one transaction, of at most 50 ms.
_REMINDERS = "the reminder of task"
_REMINDERS_AT_ONCE = 10_000
_REMINDERS_TOGETHER = 25
_MAILS = "the mails of reminders"


class Sweeper:
    """Its query of what is due is composed once: that takes ten times as long as the query itself."""

    def __init__(self) -> None:
        steps = {what: find for what, (find, _) in _STEPS.items()}
        finders = {**steps, _REMINDERS: due_reminders, _MAILS: pending_mails}
        first, *others = (find().order_by().values_list(Value(what)) for what, find in finders.items())
        self._due = first.union(*others).order_by()

    def sweep(self) -> None:
        """Requeue or end lost, stalled and overdue runs, expire approvals, and enqueue jobs that were lost.

        Conversations that can no longer be restored are deleted for good.
        """
        due = {what for (what,) in self._due.all()}  # mostly nothing
        for what, (find, act) in _STEPS.items():
            if what in due:
                for_each(what, find()[:_AT_ONCE], act)
        if _REMINDERS in due:
            for_batches(_REMINDERS, due_reminders()[:_REMINDERS_AT_ONCE], remind, _REMINDERS_TOGETHER)
        if _MAILS in due:
            enqueue_mails()  # one job, however many there are


def sweep() -> None:
    """Sweep once."""
    Sweeper().sweep()


def recover() -> None:
    """Recover, at the start of a process, what an earlier process left.

    Where one process is the whole installation, every running run is lost; otherwise its lease decides.
    """
    for_each("the running run", Run.objects.lost() if settings.REDIS_URL else _running(), requeue)
    for_each("the queued run", _queued(), enqueue_run)


def _unstopped() -> RunQuerySet:
    return _running().filter(stop_requested_at__lt=Now() - UNHEARD)


def _running() -> RunQuerySet:
    return Run.objects.filter(status=Run.Status.RUNNING)


def _stalled() -> RunQuerySet:
    return Run.objects.stalled(timedelta(seconds=settings.RUN_TIMEOUT))


def _queued() -> QuerySet[Run, UUID]:
    return Run.objects.filter(status=Run.Status.QUEUED).order_by("created_at").values_list("pk", flat=True)


def _overlooked() -> QuerySet[Run, UUID]:
    """Runs that are queued for long although no run of their conversation is running."""
    busy = Run.objects.filter(conversation=OuterRef("conversation"), status=Run.Status.RUNNING)
    return _queued().filter(~Exists(busy), created_at__lt=Now() - OVERLOOKED)


def _stuck_plans() -> QuerySet[Plan, UUID]:
    """Plans without an active run that should have one: the job to advance them was lost."""
    busy = Run.objects.filter(conversation__plan=OuterRef("pk")).active()
    late = Plan.objects.filter(~Exists(busy), updated_at__lt=Now() - OVERLOOKED)
    active = Plan.objects.filter(status__in=(Plan.Status.DRAFT, Plan.Status.RUNNING)).values("pk")
    # Plans of any status. (OR instead of a union would read all plans.)
    with_a_running_step = Step.objects.filter(status=Step.Status.RUNNING).values("plan")
    return late.filter(pk__in=active.union(with_a_running_step)).values_list("pk", flat=True)


def _requeue_lost(run: Run) -> None:
    logger.warning("Run %s lost its attempt %d", run.pk, run.attempt)
    requeue(run)


def _end_stalled(run: Run) -> None:
    error = "The assistant made no progress for too long, so this was stopped."
    _end_if_still(_stalled(), run, "timeout", error)


def _end_overdue(run: Run) -> None:
    _end_if_still(work_limit.overdue(), run, work_limit.CODE, work_limit.sentence())


def _end_if_still(found: RunQuerySet, run: Run, code: str, error: str) -> None:
    """Fail the run, unless it has made progress or changed since it was found."""
    try:
        with transaction.atomic():
            if found.filter(pk=run.pk, attempt=run.attempt).select_for_update().exists():
                fail(Claim.of(run), code, error)
    except (LeaseLost, StopRequested):
        logger.info("Run %s has made progress, so it was not ended", run.pk)


# In this order: a run that is overdue must not be requeued as lost.
_STEPS: dict[str, tuple[Callable[[], QuerySet[Any, Any]], Callable[[Any], object]]] = {
    "the stop of run": (_unstopped, lambda run: cancel(Claim.of(run))),
    "the expired call": (ToolCall.objects.expired, expire),
    "the overdue run": (work_limit.overdue, _end_overdue),
    "the lost run": (Run.objects.lost, _requeue_lost),
    "the stalled run": (_stalled, _end_stalled),
    "the queued run": (_overlooked, enqueue_run),
    "the plan": (_stuck_plans, enqueue_plan),
    "the title of conversation": (overlooked_titles, enqueue_title),
    "the import": (stalled_imports, enqueue_import),
    "the webhook": (due_endpoints, enqueue_delivery),
    "the deleted conversation": (expired_conversations, delete_expired),
}
