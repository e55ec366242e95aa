"""What people do with runs: ask for one, stop it, try it again, or have its answer given anew."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from chatbot.domain.conversations.verbs import (
    add_message,
    find_conversation,
    message_result,
    start_conversation,
    updated_event,
)
from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.events import MessageCreated
from chatbot.domain.idempotency import KEY_LENGTH
from chatbot.domain.journal.approvals import KEY_USED, find_answered, take_option
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.endings import end_cancelled
from chatbot.domain.runs.enqueue import notify_stop
from chatbot.domain.runs.limits import count_request
from chatbot.domain.runs.model_choice import require_offered
from chatbot.domain.runs.queue import queue_run, queued_event
from chatbot.domain.text import clean
from chatbot.models import Conversation, Message, Run, User
from chatbot.models.conversation import MESSAGE_LENGTH
from chatbot.models.now import Now


@transaction.atomic
def submit_message(
    owner: User, text: str, *, conversation_id: UUID | None = None, idempotency_key: str = "", model: str = ""
) -> Run:
    """Store a message and the run that answers it, and ask for that run; without a conversation, start one.

    A text that is an option of a pending question answers that question instead: the question's run is
    returned, and goes on. A second call with the same key returns the first one's run. Raises `Invalid`,
    `NotFound` (of the conversation), `LimitReached`, and `Conflict` where the key was used for another text.
    """
    text = clean(text, field="message", limit=MESSAGE_LENGTH)
    key = clean(idempotency_key, field="idempotency key", limit=KEY_LENGTH, required=False)
    # One at a time for each user: two resends at once, or two messages at the limit, wait here.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    if key and (known := Message.objects.filter(owner=owner, idempotency_key=key).first()):
        if known.content != text:
            raise Conflict(KEY_USED)
        return known.triggered_runs.latest("created_at")
    if key and (answered := find_answered(owner, text, key)):
        return answered
    chosen = find_conversation(owner, conversation_id) if conversation_id else None
    if chosen and (answered := take_option(chosen, text, by=owner, idempotency_key=key)):
        return answered
    count_request(owner)
    require_budget_left(owner)
    conversation = chosen or start_conversation(owner, text)
    if model and model != conversation.model:
        conversation.model = require_offered(model)
        conversation.save(update_fields=["model"])
    message = add_message(conversation, Message.Role.USER, text, Message.State.COMPLETE, key)
    run = queue_run(conversation, message)
    publish(
        owner.pk,
        updated_event(conversation),
        MessageCreated(
            conversation_id=conversation.pk,
            message_id=message.pk,
            run_id=run.pk,
            result=message_result(message),
        ),
        queued_event(run),
    )
    return run


@transaction.atomic
def retry_run(owner: User, run_id: UUID) -> Run:
    """Answer the same message again. What the failed run had done already is not done twice.

    Raises `LimitReached`, `NotFound`, and `Conflict` if the run has not failed, was tried again already, or
    is a plan's.
    """
    count_request(owner)
    failed = _locked(owner, run_id)
    _require_chat(failed)
    if failed.status not in {Run.Status.FAILED, Run.Status.CANCELLED}:
        raise Conflict(
            f"Only a failed run can be tried again; this one is {failed.get_status_display().lower()}."
        )
    if failed.trigger.state == Message.State.WITHDRAWN:
        raise Conflict("That message was withdrawn. Send it again instead.")
    if failed.continuations.exists():
        raise Conflict("This run was tried again already.")
    require_budget_left(owner)
    run = queue_run(failed.conversation, failed.trigger, continues=failed)
    publish(owner.pk, queued_event(run))
    return run


@transaction.atomic
def regenerate(owner: User, run_id: UUID) -> Run:
    """Give the last answer of a conversation anew. What its tools have done stays done, and is not repeated.

    Raises `LimitReached`, `NotFound`, and `Conflict` unless it is the last run, and has succeeded.
    """
    count_request(owner)
    answered = _locked(owner, run_id)
    _require_chat(answered)
    if answered.status != Run.Status.SUCCEEDED:
        raise Conflict("Only an answer that is finished can be given anew.")
    if answered.conversation.runs.filter(reply__position__gt=answered.reply.position).exists():
        raise Conflict("Only the last answer of a conversation can be given anew.")
    require_budget_left(owner)
    Message.objects.filter(pk=answered.reply_id).update(state=Message.State.REPLACED)
    run = queue_run(answered.conversation, answered.trigger, continues=answered)
    publish(owner.pk, queued_event(run))
    return run


@transaction.atomic
def cancel_run(owner: User, run_id: UUID) -> Run:
    """Stop a run. One that nobody is at work on ends at once, another as soon as its process has heard of it.

    A message whose run has not begun is withdrawn. Asking again does no harm. Raises `NotFound`, and
    `Conflict` if the run has ended otherwise.
    """
    run = _locked(owner, run_id)
    if run.status == Run.Status.RUNNING:
        Run.objects.filter(pk=run.pk, stop_requested_at=None).update(stop_requested_at=Now())
        notify_stop(run.pk)
    elif run.active:
        withdrawn = run.attempt == 0 and run.trigger.triggered_runs.count() == 1
        if withdrawn:
            Message.objects.filter(pk=run.trigger_id).update(state=Message.State.WITHDRAWN)
        end_cancelled(Claim.of(run), Run.Status(run.status), withdrawn=withdrawn)
    elif run.status != Run.Status.CANCELLED:
        raise Conflict(f"This run has {run.get_status_display().lower()} already.")
    run.refresh_from_db()
    return run


def _require_chat(run: Run) -> None:
    if run.purpose != Run.Purpose.CHAT:
        raise Conflict("This run belongs to a plan. Go on with the plan instead.")


def _locked(owner: User, run_id: UUID) -> Run:
    """A run under its own lock and its conversation's, in this order, as everybody takes them."""
    runs = Run.objects.of(owner).filter(pk=run_id)
    Conversation.objects.select_for_update(no_key=True).filter(runs__in=runs).first()
    run = runs.select_for_update(no_key=True, of=("self",)).select_related("trigger", "reply").first()
    if run is None:
        raise NotFound("There is no such run.")
    return run
