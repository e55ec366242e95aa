"""End an attempt: finish its run with the one last event, or release the run."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chatbot.domain.conversations.messages import message_result
from chatbot.domain.conversations.titles import request_title
from chatbot.domain.events import (
    AgentDone,
    CancelledResult,
    DoneResult,
    Event,
    FailedResult,
    MessageComplete,
    RetryingResult,
    RunCancelled,
    RunFailed,
    RunRetrying,
)
from chatbot.domain.journal.turns import Response, store_turn
from chatbot.domain.markdown import render_markdown
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim, fenced, held, release, write_reply
from chatbot.domain.runs.enqueue import enqueue_plan
from chatbot.domain.runs.model_choice import stand_in
from chatbot.domain.runs.queue import notify_next_run
from chatbot.domain.signals import run_ended, send_on_commit
from chatbot.models import Conversation, Message, Run, ToolCall, Turn
from chatbot.models.now import Now

MAX_LOSSES = 3


def succeed(claim: Claim, response: str, *, cut_off: str = "", last: Response | None = None) -> None:
    """End a run with its answer, which is in the `last` response of its model if that is not stored yet.

    `cut_off`: why the endpoint cut it off, `length` or `content_filter`.
    """
    html = render_markdown(response)
    ending = _ending(Run.Status.SUCCEEDED, is_unread=claim.is_of_a_chat, **(last.run_columns if last else {}))
    with fenced(claim, **ending):
        if last is not None:
            store_turn(claim, last)
        state = Message.State.CUT_OFF if cut_off else Message.State.COMPLETE
        reply = _complete(claim, response, state, html)
        result = DoneResult(response=response, cut_off=cut_off, client=claim.run.client, **_stand_in(claim))
        done = AgentDone(**claim.ids, message_id=claim.reply_id, result=result)
        request_title(claim)
        _leave(claim, Run.Status.SUCCEEDED, *reply, done)


def _stand_in(claim: Claim) -> dict[str, str]:
    if settings.AGENT_FALLBACK is None:
        return {}
    answer = (
        Turn.objects.filter(run=claim.run_id).order_by("-index").values_list("run__model", "model").first()
    )
    return stand_in(*answer) if answer else {}


def fail(claim: Claim, code: str, error: str) -> None:
    """Fail a run, with an error message for people; the run can be retried."""
    with fenced(claim):
        _fail(claim, code, error)


def cancel(claim: Claim, text: str | None = None) -> None:
    """End a run that was stopped. The text of the reply so far is kept: `text`, or what is stored.

    Does nothing if the claim is no longer valid.
    """
    html = render_markdown(text) if text else None
    with transaction.atomic():
        if not held(claim).update(progress_at=Now()):
            return
        end_cancelled(claim, Run.Status.RUNNING, text, html=html)


def end_cancelled(
    claim: Claim,
    status: Run.Status,
    text: str | None = None,
    *,
    html: str | None = None,
    withdrawn: bool = False,
) -> None:
    """As `cancel`, for a run that the caller has locked in a status."""
    if text is None:
        text = Message.objects.values_list("content", flat=True).get(pk=claim.reply_id)
    reply: list[Event] = []
    if text:
        reply = _complete(claim, text, Message.State.STOPPED, html)
    else:
        Message.objects.filter(pk=claim.reply_id).update(state=Message.State.STOPPED)
    unsettled = (ToolCall.Status.STARTING, ToolCall.Status.AWAITING_APPROVAL)
    ToolCall.objects.filter(run_id=claim.run_id, status__in=unsettled).update(
        status=ToolCall.Status.STOPPED, finished_at=Now()
    )
    stopped = RunCancelled(**claim.ids, result=CancelledResult(withdrawn=withdrawn))
    _end(claim, Run.Status.CANCELLED, *reply, stopped, was=status)


def requeue(run: Run) -> None:
    """Put a lost run back into the queue; after three losses, fail it.

    Does nothing if the lease has changed since `run` was read: it was renewed, or another sweeper was first.
    """
    lost = Claim.of(run)
    with transaction.atomic():
        taken = held(lost).filter(lease_until=run.lease_until)
        if not taken.update(progress_at=Now(), losses=F("losses") + 1):
            return
        run.refresh_from_db(fields=["stop_requested_at"])  # somebody may have asked since `run` was read
        if run.stop_requested_at is not None:
            end_cancelled(lost, Run.Status.RUNNING)
        elif run.losses + 1 >= MAX_LOSSES:
            _fail(lost, "interrupted", f"This was interrupted {MAX_LOSSES} times, so it was given up.")
        else:
            _give_back(lost, MAX_LOSSES - run.losses - 1)


def hand_over(claim: Claim) -> None:
    """Release a run at the end of its process, so that another one resumes it. Does not count as a loss."""
    with transaction.atomic():
        if held(claim).filter(stop_requested_at=None).update(progress_at=Now()):
            losses = Run.objects.values_list("losses", flat=True).get(pk=claim.run_id)
            _give_back(claim, MAX_LOSSES - losses)


def _give_back(claim: Claim, attempts_left: int) -> None:
    release(claim, Run.Status.QUEUED)
    # The next attempt writes the reply from the beginning; the message itself stays published.
    Message.objects.filter(pk=claim.reply_id).update(content="")
    publish(claim.owner_id, RunRetrying(**claim.ids, result=RetryingResult(attempts_left=attempts_left)))
    # Not always this run: an earlier one may have been approved in the meantime.
    notify_next_run(claim.conversation_id)


def _fail(claim: Claim, code: str, error: str) -> None:
    Message.objects.filter(pk=claim.reply_id).update(state=Message.State.FAILED)
    result = FailedResult(code=code, retryable=True)
    failed = RunFailed(**claim.ids, message=error, error=error, result=result)
    is_unread = not claim.is_of_a_plan
    _end(claim, Run.Status.FAILED, failed, error=error, error_code=code, is_unread=is_unread)


def _complete(claim: Claim, text: str, state: Message.State, html: str | None) -> list[Event]:
    reply, created = write_reply(claim, text, state, html)
    return [*created, MessageComplete(**claim.ids, message_id=reply.pk, result=message_result(reply, html))]


def _end(
    claim: Claim, status: Run.Status, *last: Event, was: Run.Status = Run.Status.RUNNING, **values: Any
) -> None:
    """Store the status of a run that the caller has locked in another one, and leave it."""
    run = Run.objects.filter(pk=claim.run_id, attempt=claim.attempt, status=was)
    run.update(**_ending(status, **values))
    _leave(claim, status, *last)


def _ending(status: Run.Status, **values: Any) -> dict[str, Any]:
    """The columns of a run that ends."""
    return {"status": status, "lease_until": None, "finished_at": Now(), **values}


def _leave(claim: Claim, status: Run.Status, *last: Event) -> None:
    """Publish the last events of a run, and enqueue its plan and the next run of its conversation."""
    seconds = (timezone.now() - claim.run.created_at).total_seconds()
    send_on_commit(
        run_ended, run_id=claim.run_id, status=status.value, purpose=claim.run.purpose, seconds=seconds
    )
    if claim.is_of_a_plan:
        plan_id = Conversation.objects.values_list("plan_id", flat=True).get(pk=claim.conversation_id)
        if plan_id is not None:
            enqueue_plan(plan_id)
    notify_next_run(claim.conversation_id)
    publish(claim.owner_id, *last)
