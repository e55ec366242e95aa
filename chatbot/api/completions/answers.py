"""A run as a chat completion: whole, or in the last chunks of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.approvals import proposal_result
from chatbot.domain.journal.usage import Usage
from chatbot.models import Message, Run, ToolCall

from .errors import error_body

_ENDED = {Run.Status.SUCCEEDED, Run.Status.CANCELLED}


@dataclass(frozen=True, slots=True)
class Answer:
    """The text, why it ends there, and the tokens; or the `error` of a run that failed, and its status."""

    text: str
    finish_reason: str = "stop"
    usage: Usage | None = None
    error: dict[str, Any] | None = None
    status: int = 200


def answer_of(run: Run | None, page: str) -> Answer:
    """Of a run that is over, waits for a person, or is still active. `page` is the address of its chat."""
    if run is None:
        return _failed(404, "not_found", "The conversation was deleted in the meantime.")
    if run.status == Run.Status.FAILED:
        status = 429 if run.error_code == LimitReached.code else 502
        return _failed(status, run.error_code, run.error)
    usage = Usage.sum(Usage.of(turn) for turn in run.turns.all())
    if run.status == Run.Status.AWAITING_APPROVAL:
        return Answer(f"{asking_text(run)}\n\n{page}", usage=usage)
    if run.status not in _ENDED:
        return Answer(f"{run.reply.content}\n\nThis takes longer, and continues: {page}".strip(), usage=usage)
    cut_off = "length" if run.reply.state == Message.State.CUT_OFF else "stop"
    return Answer(run.reply.content or "This was stopped.", cut_off, usage)


def asking_text(run: Run) -> str:
    """What a run waits for, without the address where it is decided."""
    said = [run.reply.content.strip()] if run.reply.content.strip() else []
    waiting = (call for call in run.tool_calls.all() if call.status == ToolCall.Status.AWAITING_APPROVAL)
    if (call := next(waiting, None)) is None:
        return "\n\n".join(said)
    asked = proposal_result(call)
    lines = [f"- {task.number}. {task.title}" for task in asked.tasks] or [f"- {it}" for it in asked.options]
    closing = "Answer with one of these, or here:" if asked.is_question else "Approve or decline it here:"
    return "\n\n".join([*said, asked.summary, *(["\n".join(lines)] if lines else []), closing])


def usage_json(usage: Usage | None) -> dict[str, Any]:
    """What is unknown is 0, since clients add it up."""
    usage = usage or Usage()
    return {
        "prompt_tokens": usage.input or 0,
        "completion_tokens": usage.output or 0,
        "total_tokens": usage.total or 0,
        "prompt_tokens_details": {"cached_tokens": usage.cached or 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning or 0},
    }


def _failed(status: int, code: str, sentence: str) -> Answer:
    return Answer("", error=error_body(status, code, sentence), status=status)
