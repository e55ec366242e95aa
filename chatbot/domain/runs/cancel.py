"""Cancel a run at a person's wish."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.endings import end_cancelled
from chatbot.domain.runs.enqueue import notify_stop
from chatbot.domain.runs.locking import get_run_for_update
from chatbot.models import Message, Run, User
from chatbot.models.now import Now


@transaction.atomic
def cancel_run(owner: User, run_id: UUID) -> Run:
    """Stop a run. A queued or waiting run ends at once; a running one as soon as its process is notified.

    If the run has not started, its message is withdrawn. Calling this again does no harm. Raises `NotFound`,
    and `Conflict` if the run has ended otherwise.
    """
    run = get_run_for_update(owner, run_id)
    if run.status == Run.Status.RUNNING:
        Run.objects.filter(pk=run.pk, stop_requested_at=None).update(stop_requested_at=Now())
        notify_stop(run.pk)
    elif run.active:
        withdrawn = run.attempt == 0 and run.trigger.triggered_runs.count() == 1
        if withdrawn:
            Message.objects.filter(pk=run.trigger_id).update(state=Message.State.WITHDRAWN)
        end_cancelled(Claim.of(run), Run.Status(run.status), withdrawn=withdrawn)
    elif run.status != Run.Status.CANCELLED:
        raise Conflict(_("This run has %(status)s already.") % {"status": run.get_status_display().lower()})
    run.refresh_from_db()
    return run
