"""One attempt at a run: claimed under a lease, and fenced by its number.

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
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Coalesce

from chatbot.domain.conversations.messages import message_result
from chatbot.domain.events import AgentThinking, Event, MessageCreated, ThinkingResult
from chatbot.domain.markdown import render_markdown
from chatbot.domain.publish import publish, published_together
from chatbot.domain.runs.queue import first_in_line
from chatbot.models import Message, Run
from chatbot.models.now import Now
from chatbot.models.run import RunQuerySet


class LeaseLost(Exception):
    """The run has moved on to another attempt, or has ended: this one must stop and write nothing more."""


class StopRequested(Exception):
    """Somebody asked the run to stop: nothing is written any more but its end."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write for one attempt at a run."""

    run: Run  # as it was claimed
    attempt: int

    @classmethod
    def of(cls, run: Run) -> Self:
        """The right of the attempt that the run is at."""
        return cls(run, run.attempt)

    @property
    def run_id(self) -> UUID:
        return self.run.pk

    @property
    def owner_id(self) -> UUID:
        return self.run.owner_id

    @property
    def conversation_id(self) -> UUID:
        return self.run.conversation_id

    @property
    def reply_id(self) -> UUID:
        return self.run.reply_id

    @property
    def is_of_a_plan(self) -> bool:
        return self.run.purpose != Run.Purpose.CHAT

    @property
    def is_of_a_chat(self) -> bool:
        """A person has asked for it."""
        return not self.is_of_a_plan and not self.run.client

    @property
    def ids(self) -> dict[str, Any]:
        """The fields that every event of the attempt has."""
        return {"run_id": self.run_id, "conversation_id": self.conversation_id, "attempt": self.attempt}


def claim(run_id: UUID) -> Claim | None:
    """Claim a queued run, if it is the next one of its conversation; otherwise `None`."""
    run = claim_run(run_id)
    return Claim.of(run) if run is not None else None


def claim_run(run_id: UUID) -> Run | None:
    """As `claim`; returns the run, with its owner, its conversation, its message and its reply."""
    with transaction.atomic():
        queued = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED)
        # Lock the conversation; the update checks whether the run is as it was read, and may start.
        known = queued.select_related("conversation", "owner", "trigger", "reply")
        run = known.select_for_update(of=("conversation",)).first()
        if run is None:
            return None
        first = first_in_line(run.conversation_id).values("pk")
        taken = queued.filter(attempt=run.attempt, pk__in=first).update(
            status=Run.Status.RUNNING,
            attempt=run.attempt + 1,
            lease_until=_lease_end(),
            progress_at=Now(),
            attempt_started_at=Now(),
            started_at=Coalesce("started_at", Now()),
        )
        if not taken:
            return None
        run.attempt += 1
        publish_turn(Claim.of(run), 1)
        return run


def renew(claim: Claim) -> None:
    """Keep the run for another lease. Raises `LeaseLost`, `StopRequested`."""
    _renew(claim)


def renew_with_progress(claim: Claim) -> None:
    """As `renew`, of a run that has come on without a write of its own."""
    _renew(claim, progress_at=Now())


def _renew(claim: Claim, **progress: Now) -> None:
    if not _writable(claim).update(lease_until=_lease_end(), **progress):
        raise _refusal(claim)


def release(claim: Claim, status: Run.Status) -> None:
    """Release the run for another attempt, and add the working time of this one."""
    this_attempt = ExpressionWrapper(Now() - Coalesce("attempt_started_at", Now()), DurationField())
    held(claim).update(status=status, lease_until=None, worked=F("worked") + this_attempt)


@contextmanager
def fenced(claim: Claim, **changes: Any) -> Iterator[None]:
    """A transaction that commits only if the attempt holds its run. Raises `LeaseLost`, `StopRequested`.

    `changes` are columns of the run to update along with the check. What is published within is one append.
    """
    with transaction.atomic(), published_together():
        # The update locks the run until the commit: nobody can take it over, or stop it, in between.
        if not _writable(claim).update(progress_at=Now(), **changes):
            raise _refusal(claim)
        yield


def nothing() -> None:
    """What a step begins in its transaction by default."""


def begin_turn(claim: Claim, turn: int) -> None:
    """Announce that the model is asked for a further turn."""
    with fenced(claim):
        publish_turn(claim, turn)


def publish_turn(claim: Claim, turn: int) -> None:
    """As `begin_turn`, within a fenced transaction of the caller."""
    publish(claim.owner_id, AgentThinking(**claim.ids, result=ThinkingResult(turn=turn)))


def publish_wait(claim: Claim, turn: int, seconds: int) -> None:
    """Publish why there is a pause."""
    message = f"The model is busy; trying again in {seconds} s"
    with fenced(claim):
        publish(claim.owner_id, AgentThinking(**claim.ids, result=ThinkingResult(turn=turn), message=message))


def save_text(claim: Claim, text: str, *, again: bool = False) -> None:
    """Store what is written of the reply so far; `again` if the attempt has done so before.

    A reply is published when its first text is stored.
    """
    html = None if again else render_markdown(text)
    with fenced(claim):
        if again:
            Message.objects.filter(pk=claim.reply_id).update(content=text)
        else:
            store_text(claim, text, html)


def store_text(claim: Claim, text: str, html: str | None = None) -> None:
    """As `save_text`, within a fenced transaction of the caller."""
    _, created = write_reply(claim, text, Message.State.STREAMING, html)
    publish(claim.owner_id, *created)


def write_reply(
    claim: Claim, text: str, state: Message.State, html: str | None = None
) -> tuple[Message, list[Event]]:
    """Store the reply, in the caller's transaction; returns it, and the event of a new one."""
    reply = claim.run.reply
    reply.content, reply.state = text, state
    stored = Message.objects.filter(pk=reply.pk)
    if not stored.filter(state=Message.State.PENDING).update(content=text, state=state):
        stored.update(content=text, state=state)
        return reply, []
    return reply, [MessageCreated(**claim.ids, message_id=reply.pk, result=message_result(reply, html))]


def held(claim: Claim) -> RunQuerySet:
    """The run, as long as the attempt holds it."""
    return Run.objects.filter(pk=claim.run_id, attempt=claim.attempt, status=Run.Status.RUNNING)


def _writable(claim: Claim) -> RunQuerySet:
    """The run, while the attempt holds its lease and no stop is requested."""
    return held(claim).filter(stop_requested_at=None)


def _refusal(claim: Claim) -> Exception:
    return StopRequested() if held(claim).exists() else LeaseLost()


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.RUN_LEASE)
