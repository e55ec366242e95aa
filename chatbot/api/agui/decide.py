"""Interrupts: what a run asks a person, in the terms of the protocol, and what the person answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from ag_ui.core import Interrupt, ResumeEntry
from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.history.run_log import events_of
from chatbot.domain.journal import approvals
from chatbot.domain.journal.approvals import AlreadyDecided, proposal_result
from chatbot.models import Conversation, Run, ToolCall, User
from streaming.cursor import Cursor
from streaming.log import NOWHERE


class _Decision(BaseModel):
    """`arguments` as when a call is approved over REST: they may narrow what was proposed."""

    model_config = ConfigDict(extra="forbid")

    approved: bool
    arguments: dict[str, Any] | None = None


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: str


def interrupt_of(call: ToolCall) -> Interrupt:
    asked = proposal_result(call)
    shown = asked.as_json()
    return Interrupt(
        id=call.call_id,
        reason="input_required" if asked.is_question else "tool_call",
        message=asked.summary,
        tool_call_id=call.call_id,
        response_schema=_schema_of_answer(asked.options) if asked.is_question else _schema_of(asked),
        expires_at=asked.expires_at,
        metadata={"lockstep": {"tool": call.name, **{name: shown[name] for name in _SHOWN}}},
    )


_SHOWN = ("action", "count", "tasks", "arguments")


def decide(
    owner: User, conversation: Conversation | None, answers: Sequence[ResumeEntry]
) -> tuple[UUID, Cursor]:
    """Store the answers; returns the run that continues with the last of them, and where it was interrupted.

    Answers to what was not asked are ignored, and so are those to what is decided by now: the first decision
    counts. Raises `NotFound` if nothing is left, and `Invalid` for an answer that does not fit.
    """
    calls = [(_call_of(owner, conversation, answer), answer) for answer in answers]
    asked = [(call, answer) for call, answer in calls if call is not None]
    if not asked:
        raise NotFound("There is no such interrupt in this thread.")
    last = max((call.run for call, _ in asked), key=lambda run: run.reply.position)
    after = _interrupted_at(last, {call.call_id for call, _ in asked})
    for call, answer in asked:
        with suppress(AlreadyDecided):
            _decide(owner, call, answer)
    return last.pk, after


def _call_of(owner: User, conversation: Conversation | None, answer: ResumeEntry) -> ToolCall | None:
    calls = ToolCall.objects.of(owner).filter(call_id=answer.interrupt_id, run__conversation=conversation)
    return calls.filter(proposal__isnull=False).select_related("run__reply").order_by("-started_at").first()


def _decide(owner: User, call: ToolCall, answer: ResumeEntry) -> None:
    if answer.status == "cancelled":
        approvals.decline(owner, call.call_id, by=owner)
    elif proposal_result(call).is_question:
        arguments = {**call.arguments, "answer": _read(_Answer, answer).answer}
        approvals.approve(owner, call.call_id, by=owner, arguments=arguments)
    else:
        decision = _read(_Decision, answer)
        if decision.approved:
            approvals.approve(owner, call.call_id, by=owner, arguments=decision.arguments)
        else:
            approvals.decline(owner, call.call_id, by=owner)


def _read[T: BaseModel](kind: type[T], answer: ResumeEntry) -> T:
    try:
        return kind.model_validate(answer.payload)
    except ValidationError as error:
        sentence = error.errors(include_url=False, include_input=False, include_context=False)[0]["msg"]
        raise Invalid(f"The payload does not fit the responseSchema: {sentence}", "resume") from error


def _interrupted_at(run: Run, call_ids: set[str]) -> Cursor:
    """The position of the request for approval; one that leads to a reset if that event is pruned."""
    asked = [
        entry.cursor
        for entry in events_of(run)
        if entry.type == "approval_requested" and entry.data["call_id"] in call_ids
    ]
    return asked[-1] if asked else NOWHERE.cursor


def _schema_of(asked: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {"approved": {"type": "boolean"}}
    if asked.json_schema:
        properties["arguments"] = asked.json_schema
    return _object(properties, "approved")


def _schema_of_answer(options: list[str]) -> dict[str, Any]:
    """Options are suggestions: other answers are taken as well."""
    answer = {"type": "string", "minLength": 1, **({"examples": options} if options else {})}
    return _object({"answer": answer}, "answer")


def _object(properties: dict[str, Any], required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }
