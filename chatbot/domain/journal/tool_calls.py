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
from chatbot.domain.people.actors import ASSISTANT, acting_as, client
from chatbot.domain.plans.activity import post_call_ended, post_call_started
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim, fenced, nothing
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.tasks.changes import recorded
from chatbot.models import PlanMessage, Run, ToolCall, User
from chatbot.models.journal import LINE_LENGTH
from chatbot.models.now import Now

FINISHED = {ToolCall.Status.DONE, ToolCall.Status.FAILED, ToolCall.Status.DECLINED}
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
    """The state of a call before its effect is called.

    `part` is the progress that it has reported, `changed` how many tasks it has changed. `approved` are the
    tasks that it may change, if it needed approval. `run` is the run that makes the call.
    """

    part: int = 0
    approved: frozenset[UUID] | None = None
    changed: int = 0
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A call that may be performed with these arguments; or its `output`, if it is finished already."""

    arguments: dict[str, Any]
    is_approved: bool = False
    output: dict[str, Any] | None = None


def _no_hint(error: DomainError) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call as the model made it. `hint` says what the model should do next if the call is refused."""

    call_id: str
    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    hint: Callable[[DomainError], str] = _no_hint

    def ids(self, claim: Claim) -> dict[str, Any]:
        return {**claim.ids, "tool": self.tool, "call_id": self.call_id}


def start(claim: Claim, call: Call, message: str) -> Started:
    """Store that a call starts.

    An unfinished call of an earlier attempt had no effect (the effect would have finished it), so it is
    resumed, with its decision if there is one.
    """
    with fenced(claim):
        known = _known(claim, call)
        if known is not None and known.status in FINISHED:
            return Started(known.arguments, output=known.output)
        if known is not None and known.run_id == claim.run_id:
            ToolCall.objects.filter(pk=known.pk).update(attempt=claim.attempt)
            return _resumed(known)
        inherited = {name: getattr(known, name) for name in _INHERITED} if known is not None else {}
        return _resumed(begin(claim, call, message, _last_position(claim) + 1, **inherited))


def begin(claim: Claim, call: Call, message: str, position: int, **inherited: Any) -> ToolCall:
    """Store that a call starts which is new to the run, within a fenced transaction of the caller.

    `inherited` are columns of the same call of a run that this one continues.
    """
    created = ToolCall.objects.create(
        run_id=claim.run_id,
        call_id=call.call_id,
        position=position,
        attempt=claim.attempt,
        name=call.tool,
        arguments=call.arguments,
        message=message,
        started_at=Now(),  # clocks of processes differ, and calls of several are put in order
        **inherited,
    )
    if claim.is_of_a_plan:
        post_call_started(claim.run_id, message)
    publish(
        claim.owner_id,
        ToolStarting(**call.ids(claim), message=message, result=ArgumentsResult(arguments=call.arguments)),
    )
    return created


def _last_position(claim: Claim) -> int:
    positions = ToolCall.objects.filter(run_id=claim.run_id).order_by("-position")
    return positions.values_list("position", flat=True).first() or 0


def _known(claim: Claim, call: Call) -> ToolCall | None:
    """The call, if this run or one that it continues has started it."""
    if not ToolCall.objects.filter(call_id=call.call_id).exists():
        return None
    runs = lineage(Run.objects.only("continues_id").get(pk=claim.run_id))
    calls = {known.run_id: known for known in ToolCall.objects.filter(run_id__in=runs, call_id=call.call_id)}
    return next((calls[run] for run in runs if run in calls), None)


# What a run takes over with an unfinished call of a run that it continues.
_INHERITED = (
    "count",
    "proposal",
    "decision",
    "decided_at",
    "decided_by_id",
    "approved_arguments",
    "reached_out_at",
)


def _resumed(call: ToolCall) -> Started:
    is_approved = call.decision == ToolCall.Decision.APPROVED
    return Started(call.approved_arguments or call.arguments, is_approved)


def reach_out(claim: Claim, call: Call, *, is_idempotent: bool) -> dict[str, Any] | None:
    """Store that an external effect comes next; or return that its outcome is unknown.

    It is unknown if an earlier attempt came this far, and the effect is not idempotent.
    """
    with fenced(claim):
        stored = ToolCall.objects.filter(run_id=claim.run_id, call_id=call.call_id)
        if is_idempotent or stored.filter(reached_out_at=None).exists():
            stored.update(reached_out_at=Now())
            return None
        return _fail(claim, call, _UNKNOWN)


def perform(
    claim: Claim,
    call: Call,
    effect: Callable[[User, SoFar], Outcome | Progress],
    begin_next: Callable[[], None] = nothing,
) -> dict[str, Any] | None:
    """Run a tool's effect, its journal and its events as one transaction; returns the output for the model.

    `None` means that the effect has reported progress and has to be called again. If it raises a domain
    error, it is rolled back, and the call fails with that error. `begin_next` is called in the transaction
    that ends the call.
    """
    try:
        with fenced(claim):
            output = _perform(claim, call, effect)
            if output is not None:
                begin_next()
            return output
    except DomainError as error:
        return fail(claim, call, error.message, call.hint(error), begin_next)


def _perform(
    claim: Claim,
    call: Call,
    effect: Callable[[User, SoFar], Outcome | Progress],
) -> dict[str, Any] | None:
    stored = ToolCall.objects.get(run_id=claim.run_id, call_id=call.call_id)
    asked_by = claim.run.client
    with recorded(stored) as noted, acting_as(client(asked_by) if asked_by else ASSISTANT):
        result = effect(claim.run.owner, _so_far(claim, stored))
    if isinstance(result, Progress):
        _write(claim, call, count=result.part, total=result.total, message=result.message)
        publish(claim.owner_id, _progress_event(claim, call, result))
        return None
    output = result.output.as_json()
    # Those of its earlier parts, too.
    changes = len(noted) if stored.count is None else stored.changes.count()
    _finish(
        claim,
        call,
        status=ToolCall.Status.DONE,
        output=output,
        message=result.message,
        count=result.count,
    )
    if claim.is_of_a_plan:
        post_call_ended(claim.run_id, result.message)
    publish(
        claim.owner_id,
        ToolComplete(
            **call.ids(claim),
            message=result.message,
            count=result.count,
            task_id=result.task_id,
            result=result.output.model_copy(update={"changes": changes}),
        ),
    )
    return output


def fail(
    claim: Claim, call: Call, error: str, hint: str = "", begin_next: Callable[[], None] = nothing
) -> dict[str, Any]:
    """Finish a call that could not be performed; `error` is safe for people and for the model.

    `hint` is for the model only: what to do next. `begin_next` is called in the same transaction.
    """
    with fenced(claim):
        output = _fail(claim, call, error, hint)
        begin_next()
        return output


def ids_of(run: Run, call: ToolCall) -> dict[str, Any]:
    """The fields that every event of a stored call has."""
    return {
        "run_id": run.pk,
        "conversation_id": run.conversation_id,
        "attempt": run.attempt,
        "tool": call.name,
        "call_id": call.call_id,
    }


def _so_far(claim: Claim, call: ToolCall) -> SoFar:
    changed = call.changes.count() if call.count else 0
    return SoFar(call.count or 0, approved_tasks(call), changed, claim.run)


def approved_tasks(call: ToolCall) -> frozenset[UUID] | None:
    """The tasks that the call may change; `None`, all of them, if it needed no approval."""
    if call.decision != ToolCall.Decision.APPROVED or call.proposal is None:
        return None
    return frozenset(UUID(task["id"]) for task in call.proposal["tasks"])


def _fail(claim: Claim, call: Call, error: str, hint: str = "") -> dict[str, Any]:
    output = {"error": error, **({"next": hint} if hint else {})}
    message = f"Error in {call.tool}: {error}"
    _finish(
        claim, call, status=ToolCall.Status.FAILED, output=output, message=message[:LINE_LENGTH], error=error
    )
    failed = ToolError(**call.ids(claim), message=message, error=error)
    if claim.is_of_a_plan:
        post_call_ended(claim.run_id, message, PlanMessage.Status.ERROR)
    publish(claim.owner_id, failed)
    return output


def _progress_event(claim: Claim, call: Call, progress: Progress) -> ToolProgress:
    return ToolProgress(
        **call.ids(claim),
        count=progress.part,
        message=progress.message,
        result=ProgressResult(part=progress.part, total=progress.total),
    )


def _finish(claim: Claim, call: Call, **values: Any) -> None:
    _write(claim, call, finished_at=Now(), **values)


def _write(claim: Claim, call: Call, **values: Any) -> None:
    ToolCall.objects.filter(run_id=claim.run_id, call_id=call.call_id).update(**values)
