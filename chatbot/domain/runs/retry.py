"""Answer a message again: retry a failed run, or regenerate an answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.conversations.commands import updated_event
from chatbot.domain.errors import Conflict
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.publish import publish
from chatbot.domain.runs.branches import require_current
from chatbot.domain.runs.limits import count_request
from chatbot.domain.runs.locking import get_run_for_update
from chatbot.domain.runs.queue import queue_continuation, queued_event
from chatbot.models import Message, Run, User


@transaction.atomic
def retry_run(owner: User, run_id: UUID) -> Run:
    """Answer the message of a failed or cancelled run again. What that run has done is not repeated.

    Raises `LimitReached`, `NotFound`, and `Conflict` if the run has not failed, was retried already, or
    belongs to a plan.
    """
    count_request(owner)
    failed = get_run_for_update(owner, run_id)
    _require_chat(failed)
    if failed.status not in {Run.Status.FAILED, Run.Status.CANCELLED}:
        raise Conflict(
            _("Only a failed run can be tried again; this one is %(status)s.")
            % {"status": failed.get_status_display().lower()}
        )
    require_current(failed.trigger)
    if failed.trigger.state == Message.State.WITHDRAWN:
        raise Conflict(_("That message was withdrawn. Send it again instead."))
    if failed.continuations.exists():
        raise Conflict(_("This run was tried again already."))
    require_budget_left(owner)
    run = queue_continuation(failed, client=failed.client)
    publish(owner.pk, updated_event(failed.conversation), queued_event(run))
    return run


@transaction.atomic
def regenerate(owner: User, run_id: UUID) -> Run:
    """Regenerate the last answer of a conversation. What its tools have done is kept and not repeated.

    Raises `LimitReached`, `NotFound`, and `Conflict` unless it is the last run, and has succeeded.
    """
    count_request(owner)
    answered = get_run_for_update(owner, run_id)
    _require_chat(answered)
    if answered.client:
        raise Conflict(_("A program asked for this. There is no other answer to it."))
    if answered.status != Run.Status.SUCCEEDED:
        raise Conflict(_("Only a finished answer can be regenerated."))
    if answered.conversation.runs.filter(reply__position__gt=answered.reply.position).exists():
        raise Conflict(_("Only the last answer of a conversation can be regenerated."))
    require_budget_left(owner)
    Message.objects.filter(pk=answered.reply_id).update(state=Message.State.REPLACED)
    run = queue_continuation(answered)
    publish(owner.pk, updated_event(answered.conversation), queued_event(run))
    return run


def _require_chat(run: Run) -> None:
    if run.purpose != Run.Purpose.CHAT:
        raise Conflict(_("This run belongs to a plan. Go on with the plan instead."))
