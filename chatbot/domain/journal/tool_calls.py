"""The journal of tool calls: an effect, its row and its events are one transaction, so it happens once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chatbot.domain.errors import DomainError
from chatbot.domain.events import (
    ArgumentsResult,
    ProgressResult,
    ToolComplete,
    ToolError,
    ToolOutput,
    ToolProgress,
    ToolStarting,
)
from chatbot.domain.people.actors import ASSISTANT, acting_as
from chatbot.domain.plans.activity import tell_call_begun, tell_call_ended
from chatbot.domain.publish import publish, published_together
from chatbot.domain.runs.attempts import Claim, fenced, thinking
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.tasks.changes import recorded
from chatbot.models import PlanMessage, Run, ToolCall, User
from chatbot.models.now import Now

SETTLED = {ToolCall.Status.DONE, ToolCall.Status.FAILED, ToolCall.Status.DECLINED}
_UNKNOWN = (
    "This was interrupted, and whether it took effect is not known. It was not done again. "
    "Tell the user to check."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool did: `output` for the model and the timeline, `message` a friendly line for people."""

    output: ToolOutput
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
class SoFar:
    """What is settled of a call when its effect is asked for.

    `part` is what it has reported as done, `changed` how many tasks it has changed. `approved` holds the
    tasks that it may touch, where a person had to approve it. `model` is the one that was chosen for the
    conversation, if one was. `run` is the one that makes the call.
    """

    part: int = 0
    approved: frozenset[UUID] | None = None
    changed: int = 0
    model: str = ""
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A call that may be performed with these arguments; or its `output`, if it was settled before.

    Its `row` stays as it is for as long as the attempt holds the run, but for what the attempt itself writes.
    """

    row: ToolCall
    arguments: dict[str, Any]
    is_approved: bool = False
    output: dict[str, Any] | None = None


def _no_hint(error: DomainError) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call as the model made it; `position` among the run's is counted from 1, and 0 if not known.

    `hint` says what the model should do next if the call is refused.
    """

    call_id: str
    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    position: int = 0
    hint: Callable[[DomainError], str] = _no_hint

    def ids(self, claim: Claim) -> dict[str, Any]:
        return {**claim.ids, "tool": self.tool, "call_id": self.call_id}


def start(claim: Claim, call: Call, message: str) -> Begun:
    """Write down that a call begins.

    A call that an earlier attempt began and did not settle had no effect (that would have settled it), so it
    is taken up again, with what a person has decided on it.
    """
    with fenced(claim):
        begun = _known(claim, call)
        if begun is not None and begun.status in SETTLED:
            return Begun(begun, begun.arguments, output=begun.output)
        if begun is not None and begun.run_id == claim.run_id:
            ToolCall.objects.filter(pk=begun.pk).update(attempt=claim.attempt)
            return _resumed(begun)
        return begin(claim, call, message, begun)


def begin(claim: Claim, call: Call, message: str, begun: ToolCall | None = None) -> Begun:
    """Write down, within a fenced transaction of the caller, a call that is new to the run.

    An earlier run that this one goes on from may have `begun` it.
    """
    created = ToolCall(
        run_id=claim.run_id,
        call_id=call.call_id,
        position=call.position or _last_position(claim) + 1,
        attempt=claim.attempt,
        name=call.tool,
        arguments=call.arguments,
        message=message,
    )
    for name in _INHERITED if begun is not None else ():
        setattr(created, name, getattr(begun, name))
    created.save(force_insert=True)
    if claim.is_of_a_plan:
        tell_call_begun(claim.run_id, message)
    publish(
        claim.owner_id,
        ToolStarting(**call.ids(claim), message=message, result=ArgumentsResult(arguments=call.arguments)),
    )
    return _resumed(created)


def _last_position(claim: Claim) -> int:
    positions = ToolCall.objects.filter(run_id=claim.run_id).order_by("-position")
    return positions.values_list("position", flat=True).first() or 0


def _known(claim: Claim, call: Call) -> ToolCall | None:
    """The call, if this run or one that it goes on from has begun it."""
    if not ToolCall.objects.filter(call_id=call.call_id).exists():
        return None
    run = Run.objects.only("continues_id").get(pk=claim.run_id)
    known = ToolCall.objects.filter(run_id__in=lineage(run), call_id=call.call_id)
    return known.order_by("-started_at").first()


# What a run that goes on from another's journal takes over with a call that is not settled.
_INHERITED = (
    "count",
    "proposal",
    "decision",
    "decided_at",
    "decided_by_id",
    "approved_arguments",
    "reached_out_at",
)


def _resumed(begun: ToolCall) -> Begun:
    is_approved = begun.decision == ToolCall.Decision.APPROVED
    return Begun(begun, begun.approved_arguments or begun.arguments, is_approved)


def reach_out(claim: Claim, call: Call, *, is_idempotent: bool) -> dict[str, Any] | None:
    """Write down that an effect outside of this database comes next; or return that its outcome is unknown.

    Unknown it is if an earlier attempt came as far as this, and the effect must not be had twice.
    """
    with fenced(claim):
        begun = ToolCall.objects.filter(run_id=claim.run_id, call_id=call.call_id)
        if is_idempotent or begun.filter(reached_out_at=None).exists():
            begun.update(reached_out_at=Now())
            return None
        return _fail(claim, call, _UNKNOWN)


def perform(
    claim: Claim,
    call: Call,
    effect: Callable[[User, SoFar], Outcome | Progress],
    next_turn: int | None = None,
    stored: ToolCall | None = None,
) -> dict[str, Any] | None:
    """Run a tool's effect, its journal and its events as one transaction; returns the output for the model.

    With the output the turn `next_turn` begins, if this was the last call of its own. The call's row need not
    be read where it is given as `stored`, with its run and their owner.
    `None` means that the effect made progress and wants to be called again, with the part that is done. An
    effect that the domain refuses is rolled back, and settled as failed with the refusal's sentence.
    """
    try:
        with fenced(claim):
            return _perform(claim, call, effect, next_turn, stored)
    except DomainError as error:
        return fail(claim, call, error.message, next_turn, call.hint(error))


def _perform(
    claim: Claim,
    call: Call,
    effect: Callable[[User, SoFar], Outcome | Progress],
    next_turn: int | None,
    stored: ToolCall | None,
) -> dict[str, Any] | None:
    if stored is None:
        calls = ToolCall.objects.select_related("run__owner", "run__conversation")
        stored = calls.get(run_id=claim.run_id, call_id=call.call_id)
    with recorded(stored) as noted, published_together(), acting_as(ASSISTANT):
        result = effect(stored.run.owner, _so_far(stored))
    if isinstance(result, Progress):
        _write(claim, call, count=result.part, total=result.total, message=result.message)
        stored.count = result.part
        publish(claim.owner_id, _progress_event(claim, call, result))
        return None
    output = result.output.as_json()
    # Those of its earlier parts, too.
    changes = len(noted) if stored.count is None else stored.changes.count()
    _settle(
        claim,
        call,
        status=ToolCall.Status.DONE,
        output=output,
        message=result.message,
        count=result.count,
    )
    if claim.is_of_a_plan:
        tell_call_ended(claim.run_id, result.message)
    publish(
        claim.owner_id,
        ToolComplete(
            **call.ids(claim),
            message=result.message,
            count=result.count,
            task_id=result.task_id,
            result=result.output.model_copy(update={"changes": changes}),
        ),
        *thinking(claim, next_turn),
    )
    return output


def fail(
    claim: Claim, call: Call, error: str, next_turn: int | None = None, hint: str = ""
) -> dict[str, Any]:
    """Settle a call that could not be performed; `error` is safe for people and for the model.

    `hint` is for the model only: what to do next.
    """
    with fenced(claim):
        return _fail(claim, call, error, next_turn, hint)


def ids_of(run: Run, call: ToolCall) -> dict[str, Any]:
    """The fields that every event of a stored call has."""
    return {
        "run_id": run.pk,
        "conversation_id": run.conversation_id,
        "attempt": run.attempt,
        "tool": call.name,
        "call_id": call.call_id,
    }


def _so_far(call: ToolCall) -> SoFar:
    return SoFar(
        call.count or 0,
        approved_tasks(call),
        call.changes.count() if call.count else 0,
        call.run.conversation.model,
        call.run,
    )


def approved_tasks(call: ToolCall) -> frozenset[UUID] | None:
    """The tasks that the call may touch; `None`, all of them, if nobody had to approve it."""
    if call.decision != ToolCall.Decision.APPROVED or call.proposal is None:
        return None
    return frozenset(UUID(task["id"]) for task in call.proposal["tasks"])


def _fail(
    claim: Claim, call: Call, error: str, next_turn: int | None = None, hint: str = ""
) -> dict[str, Any]:
    output = {"error": error, **({"next": hint} if hint else {})}
    message = f"Error in {call.tool}: {error}"
    _settle(claim, call, status=ToolCall.Status.FAILED, output=output, message=message[:500], error=error)
    failed = ToolError(**call.ids(claim), message=message, error=error)
    if claim.is_of_a_plan:
        tell_call_ended(claim.run_id, message, PlanMessage.Status.ERROR)
    publish(claim.owner_id, failed, *thinking(claim, next_turn))
    return output


def _progress_event(claim: Claim, call: Call, progress: Progress) -> ToolProgress:
    return ToolProgress(
        **call.ids(claim),
        count=progress.part,
        message=progress.message,
        result=ProgressResult(part=progress.part, total=progress.total),
    )


def _settle(claim: Claim, call: Call, **values: Any) -> None:
    _write(claim, call, finished_at=Now(), **values)


def _write(claim: Claim, call: Call, **values: Any) -> None:
    ToolCall.objects.filter(run_id=claim.run_id, call_id=call.call_id).update(**values)
