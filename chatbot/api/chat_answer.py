"""The answer to the sender of a message, according to the state of the run."""

from __future__ import annotations

import math
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone

from chatbot.api.rest.errors import limit_fields, problem_body
from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.approvals import proposal_result
from chatbot.domain.journal.budget import budget_reset_at
from chatbot.models import Run, ToolCall

from .run_serializers import AcceptedSerializer
from .serializers import ChatAnswerSerializer


def answer(run: Run) -> JsonResponse:
    match run.status:
        case Run.Status.SUCCEEDED:
            return _answer(200, ChatAnswerSerializer(_replied(run)).data)
        case Run.Status.FAILED:
            return _failed(run)
        case Run.Status.CANCELLED:
            return _problem(409, run, "cancelled", "This was stopped before it was done.")
        case _:
            return accepted(run)


def accepted(run: Run) -> JsonResponse:
    """202: the run has not ended; its state is at the `Location`.

    Reads the run's tool calls, which an asynchronous caller must have prefetched.
    """
    data = {
        "run_id": run.pk,
        "conversation_id": run.conversation_id,
        "message_id": run.reply_id,
        "status": run.status,
        "created_at": run.created_at,
        "approval": (asked := _asked(run)),
        "response": asked and asked["summary"],
    }
    response = _answer(202, AcceptedSerializer(data).data)
    response["Location"] = reverse("api-run", args=[run.pk])
    if data["approval"] is None:
        response["Retry-After"] = "1"
    return response


def _asked(run: Run) -> dict[str, Any] | None:
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
        "approve_url": reverse("api-call-approve", args=[call.call_id]),
        "decline_url": reverse("api-call-decline", args=[call.call_id]),
    }


def gone(run: Run) -> JsonResponse:
    return _problem(404, run, "not_found", "The conversation was deleted in the meantime.")


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


def _failed(run: Run) -> JsonResponse:
    if run.error_code != LimitReached.code:
        return _problem(502, run, run.error_code, run.error)
    reset_at = budget_reset_at()
    response = _problem(429, run, run.error_code, run.error, **limit_fields(reset_at))
    response["Retry-After"] = str(max(math.ceil((reset_at - timezone.now()).total_seconds()), 1))
    return response


def _problem(status: int, run: Run, code: str, sentence: str, **more: Any) -> JsonResponse:
    ids = {"run_id": str(run.pk), "conversation_id": str(run.conversation_id)}
    return _answer(status, problem_body(code, sentence, **ids, **more))


def _answer(status: int, data: Any) -> JsonResponse:
    return JsonResponse(data, status=status, headers={"Cache-Control": "private, no-store"})
