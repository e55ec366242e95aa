"""The endpoints of OpenAI's API that its clients ask for."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import BearerAuthentication, user_of
from chatbot.api.rest.endpoint import AsyncEndpoint, Endpoint
from chatbot.api.rest.event_stream import event_stream
from chatbot.api.rest.idempotency import idempotency_key
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.waiting import Submitted, submitted, wait_until_finished
from chatbot.domain.runs.model_choice import models_offered
from chatbot.domain.runs.submit_message import submit_message
from chatbot.request_thread import release_thread
from chatbot.wire.grants import Grant, grant_of_request
from streaming.database import query

from .answers import Answer, answer_of, usage_json
from .body import CompletionBody, read_body
from .chunks import Sent, pieces, sse
from .conversations import continued
from .errors import Refused, error_body

MODEL = "lockstep"  # the model that the site has chosen
LONGEST_WAIT = 120.0  # seconds
_STARTED = int(time.time())  # clients want to know since when there is a model


class OpenAIErrors(Endpoint):
    authentication_classes = [BearerAuthentication]
    read_scope = AGENT  # also to list the models, which clients do first
    schema = None  # OpenAI describes it

    def handle_exception(self, error: Exception) -> Response:
        response = super().handle_exception(error)
        found = response.data
        param = error.param if isinstance(error, Refused) else next(iter(found.get("fields", {})), "")
        response.data = error_body(response.status_code, found["code"], found["error"], param)
        return response


class Models(OpenAIErrors):
    def get(self, request: Request) -> Response:
        return Response({"object": "list", "data": [_model(name) for name in _names()]})


class OneModel(OpenAIErrors):
    def get(self, request: Request, name: str) -> Response:
        return Response(_model(_known(name)))


class ChatCompletions(OpenAIErrors, AsyncEndpoint):
    scope = AGENT

    async def post(self, request: Request) -> HttpResponseBase:
        asked = await sync_to_async(_submit)(request)
        release_thread(request)
        if asked.body.stream:
            return event_stream(_chunks(asked), **asked.headers)
        answer = await _finished(asked)
        data = answer.error or {
            **asked.head("chat.completion"),
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": answer.text, "refusal": None},
                    "logprobs": None,
                    "finish_reason": answer.finish_reason,
                }
            ],
            "usage": usage_json(answer.usage),
        }
        # The message is stored, so a client that retries by itself would send it twice.
        headers = asked.headers | ({"X-Should-Retry": "false"} if answer.error else {})
        return JsonResponse(data, status=answer.status, headers=headers)


class _Asked(NamedTuple):
    body: CompletionBody
    sent: Submitted
    granted: Grant
    page: str  # the chat

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Conversation-ID": str(self.sent.run.conversation_id)}

    def head(self, kind: str) -> dict[str, Any]:
        """What every object about this answer begins with. The last two are additions of ours."""
        run = self.sent.run
        return {
            "id": f"chatcmpl-{run.pk.hex}",
            "object": kind,
            "created": int(run.created_at.timestamp()),
            "model": self.body.model,
            "conversation_id": str(run.conversation_id),
            "run_id": str(run.pk),
        }


def _submit(request: Request) -> _Asked:
    body = read_body(request.data)
    chosen = _known(body.model)
    owner = user_of(request)
    *earlier, last = body.messages
    submit = partial(
        submit_message,
        owner,
        last.text,
        conversation_id=continued(owner, earlier, body.conversation_id),
        idempotency_key=idempotency_key(request),
        model="" if chosen == MODEL else chosen,
    )
    sent = submitted(owner, submit)
    page = request.build_absolute_uri(reverse("conversation", args=[sent.run.conversation_id]))
    return _Asked(body, sent, grant_of_request(request), page)


async def _finished(asked: _Asked) -> Answer:
    return await query(answer_of, await wait_until_finished(asked.sent, LONGEST_WAIT), asked.page)


async def _chunks(asked: _Asked) -> AsyncIterator[str]:
    granted, (run, stream, before), sent = asked.granted, asked.sent, Sent()
    head = asked.head("chat.completion.chunk")
    yield sse(_chunk(head, {"role": "assistant", "content": ""}))
    async for piece in pieces(str(run.pk), stream, before, sent, tag=granted.tag, guard=granted):
        yield sse(_chunk(head, {"content": piece}) if piece else None)
    answer = await _finished(asked)
    if answer.error:
        yield sse(answer.error)
    else:
        if rest := sent.complete(answer.text):
            yield sse(_chunk(head, {"content": rest}))
        yield sse(_chunk(head, {}, answer.finish_reason))
        if asked.body.includes_usage:
            yield sse({**head, "choices": [], "usage": usage_json(answer.usage)})
    yield "data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {**head, "choices": [choice]}


def _names() -> list[str]:
    return [MODEL, *(model.model for model in models_offered())]


def _known(name: str) -> str:
    if name not in _names():
        raise Refused(
            f"There is no model {name[:100]!r} here.", param="model", code="model_not_found", status=404
        )
    return name


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": _STARTED, "owned_by": "lockstep"}
