"""Chat with the agent over plain HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import JsonResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import AsyncEndpoint
from chatbot.api.rest.idempotency import idempotency_key
from chatbot.api.rest.prefer import answers_at_once, preferences
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Body, Flag, Id, Text
from chatbot.api.rest.waiting import submitted, wait_until_finished
from chatbot.domain.errors import Invalid
from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.models import Run
from chatbot.request_thread import release_thread

from .chat_answer import accepted, answer, gone
from .run_serializers import AcceptedSerializer
from .serializers import ChatAnswerSerializer, or_problem

LONGEST_WAIT = 120.0  # seconds


class ChatBody(Body):
    replaces = Id(
        allow_null=True,
        required=False,
        help_text="An earlier message of the user, of which this one is an edit: the conversation continues "
        "from before it.",
    )
    undo = Flag(
        required=False,
        help_text="With `replaces`: undo what the replaced message and those after it changed.",
    )
    message = Text(allow_blank=True, trim_whitespace=False, help_text="1 to 10,000 characters.")
    model = Text(required=False, help_text="One of those offered; for this message and those after it.")
    conversation_id = Id(allow_null=True, required=False, help_text="Without one, a conversation is started.")


_DESCRIBED: dict[str, Any] = {
    "request": ChatBody,
    "parameters": [
        OpenApiParameter(
            "Prefer", str, "header", description="`respond-async`: 202 at once; `wait=5`: after 5 seconds."
        ),
    ],
    "responses": or_problem(
        {200: ChatAnswerSerializer, 202: AcceptedSerializer},
        400,
        403,
        _404="There is no such conversation, or no such message to replace.",
        _409="The run was stopped; or a message cannot be replaced: it "
        "was before, a run is active, or a task was changed since, so that nothing was undone.",
        _429="The daily limit is reached, until `reset_at`.",
        _502="The run failed; it can be tried again by its `run_id`.",
    ),
}


class Chat(AsyncEndpoint):
    scope = AGENT

    @extend_schema(operation_id="send_message", **_DESCRIBED)
    async def post(self, request: Request) -> JsonResponse:
        """Send a message to the agent, and get its reply.

        The answer comes when the run has ended; it is 202 if that takes longer than two minutes. It is 202 at
        once where a person has to decide first: `status` is `awaiting_approval`, `approval` what is asked.
        """
        return await _send(request)


class UserChat(AsyncEndpoint):
    scope = AGENT

    @extend_schema(operation_id="send_message_of_user", **_DESCRIBED)
    async def post(self, request: Request, user_id: UUID) -> JsonResponse:
        """The same; `user_id` must be the signed-in user's."""
        if user_id != user_of(request).pk:
            raise PermissionDenied("This is another user's chat.")
        return await _send(request)


async def _send(request: Request) -> JsonResponse:
    prefer = request.headers.get("Prefer", "")
    if answers_at_once(prefer):
        return _applied(await sync_to_async(_accept)(request))
    wished = preferences(prefer)
    sent = await sync_to_async(submitted)(user_of(request), partial(_submit, request))
    release_thread(request)
    finished = await wait_until_finished(sent, _seconds(wished.get("wait", "")))
    if finished is None:
        raise gone(sent.run)
    response = answer(request, finished)
    return _applied(response) if "respond-async" in wished and response.status_code == 202 else response


def _accept(request: Request) -> JsonResponse:
    return accepted(request, _submit(request))


def _submit(request: Request) -> Run:
    body = ChatBody.read(request)
    replaces, undo = body.get("replaces"), body.get("undo", False)
    if undo and not replaces:
        raise Invalid("Only an edit can undo: send `replaces` too.", "undo")
    return submit_message(
        user_of(request),
        body["message"],
        conversation_id=body.get("conversation_id"),
        idempotency_key=idempotency_key(request),
        model=body.get("model", ""),
        edit=Edit(replaces, undo=undo) if replaces else None,
    )


def _seconds(wait: str) -> float:
    return min(float(wait), LONGEST_WAIT) if wait.isascii() and wait.isdigit() else LONGEST_WAIT


def _applied(response: JsonResponse) -> JsonResponse:
    response["Preference-Applied"] = "respond-async"
    return response
