"""The answer to the sender of a message, according to the state of the run."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from rest_framework.request import Request

from chatbot.api.rest.errors import Refusal, limit_fields, seconds_until
from chatbot.api.rest.links import link
from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.approvals import proposal_result
from chatbot.domain.journal.budget import budget_reset_at
from chatbot.models import Run, ToolCall

from .run_serializers import AcceptedSerializer
from .serializers import ChatAnswerSerializer


class NotSucceeded(Refusal):
    """The run has ended without an answer."""

    def __init__(self, status: int, run: Run, code: str, sentence: str, **more: Any) -> None:
        ids = {"run_id": str(run.pk), "conversation_id": str(run.conversation_id)}
        super().__init__(sentence, code, more=ids | more)
        self.status_code = status


def answer(request: Request, run: Run) -> JsonResponse:
    """The answer, or 202 while there is none. Raises `NotSucceeded`."""
    match run.status:
        case Run.Status.SUCCEEDED:
            return _answer(200, ChatAnswerSerializer(_replied(run)).data)
        case Run.Status.FAILED:
            raise _failed(run)
        case Run.Status.CANCELLED:
            raise NotSucceeded(409, run, "cancelled", "This was stopped before it was done.")
        case _:
            return accepted(request, run)


def accepted(request: Request, run: Run) -> JsonResponse:
    """202: the run has not ended; its state is at the `Location`.

    Reads the run's tool calls, which an asynchronous caller must have prefetched.
    """
    data = {
        "run_id": run.pk,
        "conversation_id": run.conversation_id,
        "message_id": run.reply_id,
        "status": run.status,
        "created_at": run.created_at,
        "approval": (asked := _asked(request, run)),
        "response": asked and asked["summary"],
    }
    response = _answer(202, AcceptedSerializer(data).data)
    response["Location"] = link(request, "api-run", run.pk)
    if data["approval"] is None:
        response["Retry-After"] = "1"
    return response


def _asked(request: Request, run: Run) -> dict[str, Any] | None:
    """The decision that the run waits for, and where to send it; `None` if it does not wait."""
    if run.status != Run.Status.AWAITING_APPROVAL:
        return None
    waiting = (call for call in run.tool_calls.all() if call.status == ToolCall.Status.AWAITING_APPROVAL)
    call = next(waiting, None)
    if call is None:
        return None
    asked = proposal_result(call)
    return {
        "call_id": call.call_id,
        "tool": call.name,
        **asked.as_json(),
        "question": asked.summary if asked.is_question else None,
        "options": asked.options,
        "approve_url": link(request, "api-call-approve", call.call_id),
        "decline_url": link(request, "api-call-decline", call.call_id),
    }


def gone(run: Run) -> NotSucceeded:
    return NotSucceeded(404, run, "not_found", "The conversation was deleted in the meantime.")


def _replied(run: Run) -> dict[str, Any]:
    return {
        "message_id": run.reply_id,
        "conversation_id": run.conversation_id,
        "role": run.reply.role,
        "content": run.reply.content,
        "response": run.reply.content,
        "tool_calls": [_called(call) for call in run.tool_calls.all()],
        "created_at": run.reply.created_at,
        "run_id": run.pk,
    }


def _called(call: ToolCall) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "tool": call.name,
        "arguments": call.approved_arguments or call.arguments,
        "status": call.status,
        "message": call.message,
        "result": call.output,
        "error": call.error or None,
    }


def _failed(run: Run) -> NotSucceeded:
    if run.error_code != LimitReached.code:
        return NotSucceeded(502, run, run.error_code, run.error)
    reset_at = budget_reset_at()
    limited = NotSucceeded(429, run, run.error_code, run.error, **limit_fields(reset_at))
    limited.headers = {"Retry-After": str(seconds_until(reset_at))}
    return limited


def _answer(status: int, data: Any) -> JsonResponse:
    return JsonResponse(data, status=status, headers={"Cache-Control": "private, no-store"})
