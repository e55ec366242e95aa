"""One attempt at a run: claimed under a lease, fenced by its number, ended by exactly one last event.

All times are the database's: the clocks of processes do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from chatbot.models import Conversation, Message, Run

from .conversations import message_result
from .doorbell import ring_for_run
from .events import AgentDone, AgentThinking, Event, MessageComplete, MessageCreated, RunFailed, RunRetrying
from .publish import publish

MAX_ATTEMPTS = 3


class LeaseLost(Exception):
    """The run has moved on to another attempt, or has ended: this one must stop and write nothing more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write for one attempt at a run."""

    run_id: UUID
    attempt: int
    owner_id: UUID
    conversation_id: UUID
    reply_id: UUID

    @classmethod
    def of(cls, run: Run) -> Self:
        """The right of the attempt that the run is at."""
        return cls(run.pk, run.attempt, run.owner_id, run.conversation_id, run.reply_id)

    @property
    def ids(self) -> dict[str, Any]:
        """The fields that every event of the attempt has."""
        return {"run_id": self.run_id, "conversation_id": self.conversation_id, "attempt": self.attempt}


def claim(run_id: UUID) -> Claim | None:
    """Take a queued run, if it is its conversation's turn; `None` leaves it to others, or to later."""
    with transaction.atomic():
        run = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED).first()
        if run is None:
            return None
        Conversation.objects.select_for_update().only("pk").get(pk=run.conversation_id)
        first = run.conversation.runs.active().order_by("reply__position").first()
        if first is None or first.pk != run.pk:
            return None
        taken = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED).update(
            status=Run.Status.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=_lease_end(),
            progress_at=Now(),
            started_at=Coalesce("started_at", Now()),
        )
        if not taken:
            return None
        attempt = Run.objects.values_list("attempt", flat=True).get(pk=run_id)
        claimed = Claim(run_id, attempt, run.owner_id, run.conversation_id, run.reply_id)
        publish(run.owner_id, AgentThinking(**claimed.ids, result={"turn": 1}))
        return claimed


def renew(claim: Claim) -> None:
    """Keep the run for another lease. Raises `LeaseLost`."""
    if not _held(claim).update(lease_until=_lease_end()):
        raise LeaseLost


@contextmanager
def fenced(claim: Claim) -> Iterator[None]:
    """A transaction that commits only if the attempt still holds its run. Raises `LeaseLost`."""
    with transaction.atomic():
        # The update locks the run until the commit: nobody can take it over in between.
        if not _held(claim).update(progress_at=Now()):
            raise LeaseLost
        yield


def begin_turn(claim: Claim, turn: int) -> None:
    with fenced(claim):
        publish(claim.owner_id, AgentThinking(**claim.ids, result={"turn": turn}))


def save_text(claim: Claim, text: str) -> None:
    """Store what is written of the reply so far. A reply is announced when its first text is stored."""
    with fenced(claim):
        store_text(claim, text)


def store_text(claim: Claim, text: str) -> None:
    """As `save_text`, within a fenced transaction of the caller."""
    publish(claim.owner_id, *_write_reply(claim, text, Message.State.STREAMING))


def succeed(claim: Claim, response: str) -> None:
    with fenced(claim):
        created = _write_reply(claim, response, Message.State.COMPLETE)
        reply = Message.objects.get(pk=claim.reply_id)
        publish(
            claim.owner_id,
            *created,
            MessageComplete(**claim.ids, message_id=reply.pk, result=message_result(reply)),
            AgentDone(**claim.ids, message_id=reply.pk, result={"response": response}),
        )
        _end(claim, Run.Status.SUCCEEDED)


def fail(claim: Claim, code: str, error: str) -> None:
    """End a run with a sentence that a person understands; its message can be tried again."""
    with fenced(claim):
        Message.objects.filter(pk=claim.reply_id).update(state=Message.State.FAILED)
        publish(
            claim.owner_id,
            RunFailed(**claim.ids, message=error, error=error, result={"code": code, "retryable": True}),
        )
        _end(claim, Run.Status.FAILED, error=error, error_code=code)


def requeue(run: Run) -> None:
    """Take a lost run away from its attempt: to the queue again, or, after three of them, to its end.

    Does nothing if the lease is no longer as `run` says: it was renewed, or another sweeper was here.
    """
    lost = Claim.of(run)
    with transaction.atomic():
        if not _held(lost).filter(lease_until=run.lease_until).update(progress_at=Now()):
            return
        if run.attempt >= MAX_ATTEMPTS:
            fail(lost, "interrupted", f"This was interrupted {MAX_ATTEMPTS} times, so it was given up.")
            return
        _held(lost).update(status=Run.Status.QUEUED, lease_until=None)
        # The next attempt writes the reply from its beginning; the message itself stays announced.
        Message.objects.filter(pk=run.reply_id).update(content="")
        left = MAX_ATTEMPTS - run.attempt
        publish(run.owner_id, RunRetrying(**lost.ids, result={"attempts_left": left}))
        ring_for_run(run.pk)


def _held(claim: Claim) -> Any:
    return Run.objects.filter(pk=claim.run_id, attempt=claim.attempt, status=Run.Status.RUNNING)


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.RUN_LEASE)


def _write_reply(claim: Claim, text: str, state: Message.State) -> list[Event]:
    announced = not Message.objects.filter(pk=claim.reply_id, state=Message.State.PENDING).exists()
    Message.objects.filter(pk=claim.reply_id).update(content=text, state=state)
    if announced:
        return []
    reply = Message.objects.get(pk=claim.reply_id)
    return [MessageCreated(**claim.ids, message_id=reply.pk, result=message_result(reply))]


def _end(claim: Claim, status: Run.Status, **values: Any) -> None:
    _held(claim).update(status=status, lease_until=None, finished_at=Now(), **values)
    waiting = Run.objects.filter(conversation_id=claim.conversation_id, status=Run.Status.QUEUED)
    if (following := waiting.order_by("reply__position").first()) is not None:
        ring_for_run(following.pk)
