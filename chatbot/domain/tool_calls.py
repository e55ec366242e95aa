"""The journal of tool calls: an effect, its row and its events are one transaction, so it happens once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from chatbot.models import ToolCall, User

from .attempts import Claim, fenced
from .errors import DomainError
from .events import ToolComplete, ToolError, ToolProgress, ToolStarting
from .publish import publish
from .turns import lineage

SETTLED = {ToolCall.Status.DONE, ToolCall.Status.FAILED, ToolCall.Status.DECLINED, ToolCall.Status.STOPPED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool did: `output` for the model and the timeline, `message` a friendly line for people."""

    output: dict[str, Any]
    message: str
    count: int | None = None
    task_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long tool is: `part` of `total`."""

    part: int
    total: int
    message: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call as the model made it."""

    call_id: str
    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def ids(self, claim: Claim) -> dict[str, Any]:
        return {**claim.ids, "tool": self.tool, "call_id": self.call_id}


def start(claim: Claim, call: Call, message: str) -> dict[str, Any] | None:
    """Write down that a call begins; returns its output instead if it was settled before.

    A call that an earlier attempt began and did not settle had no effect (that would have settled it), so it
    is taken up again.
    """
    with fenced(claim):
        known = ToolCall.objects.filter(run_id__in=lineage(claim.run_id), call_id=call.call_id)
        begun = known.order_by("-started_at").first()
        if begun is not None and begun.status in SETTLED:
            output: dict[str, Any] | None = begun.output
            return output
        if begun is not None and begun.run_id == claim.run_id:
            known.filter(pk=begun.pk).update(attempt=claim.attempt)
            return None
        last = ToolCall.objects.filter(run_id=claim.run_id).aggregate(last=Max("position"))["last"] or 0
        ToolCall.objects.create(
            run_id=claim.run_id,
            call_id=call.call_id,
            position=last + 1,
            attempt=claim.attempt,
            name=call.tool,
            arguments=call.arguments,
            message=message,
            count=begun.count if begun else None,
        )
        publish(
            claim.owner_id,
            ToolStarting(**call.ids(claim), message=message, result={"arguments": call.arguments}),
        )
        return None


def perform(
    claim: Claim, call: Call, effect: Callable[[User, int], Outcome | Progress]
) -> dict[str, Any] | None:
    """Run a tool's effect, its journal and its events as one transaction; returns the output for the model.

    `None` means that the effect made progress and wants to be called again, with the part that is done. An
    effect that the domain refuses is rolled back, and settled as failed with the refusal's sentence.
    """
    with fenced(claim):
        owner = User.objects.get(pk=claim.owner_id)
        done = ToolCall.objects.values_list("count", flat=True).get(run_id=claim.run_id, call_id=call.call_id)
        try:
            with transaction.atomic():
                result = effect(owner, done or 0)
        except DomainError as error:
            return _fail(claim, call, error.message)
        if isinstance(result, Progress):
            _write(claim, call, count=result.part, total=result.total, message=result.message)
            publish(claim.owner_id, _progress_event(claim, call, result))
            return None
        _settle(
            claim,
            call,
            status=ToolCall.Status.DONE,
            output=result.output,
            message=result.message,
            count=result.count,
        )
        publish(
            claim.owner_id,
            ToolComplete(
                **call.ids(claim),
                message=result.message,
                count=result.count,
                task_id=result.task_id,
                result=result.output,
            ),
        )
        return result.output


def fail(claim: Claim, call: Call, error: str) -> dict[str, Any]:
    """Settle a call that could not be performed; `error` is safe for people and for the model."""
    with fenced(claim):
        return _fail(claim, call, error)


def _fail(claim: Claim, call: Call, error: str) -> dict[str, Any]:
    output = {"error": error}
    message = f"Error in {call.tool}: {error}"
    _settle(claim, call, status=ToolCall.Status.FAILED, output=output, message=message[:500], error=error)
    publish(claim.owner_id, ToolError(**call.ids(claim), message=message, error=error))
    return output


def _progress_event(claim: Claim, call: Call, progress: Progress) -> ToolProgress:
    return ToolProgress(
        **call.ids(claim),
        count=progress.part,
        message=progress.message,
        result={"part": progress.part, "total": progress.total},
    )


def _settle(claim: Claim, call: Call, **values: Any) -> None:
    _write(claim, call, finished_at=Now(), **values)


def _write(claim: Claim, call: Call, **values: Any) -> None:
    ToolCall.objects.filter(run_id=claim.run_id, call_id=call.call_id).update(**values)
