"""Runs over REST: read, cancel, retry, regenerate and undo them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import JsonResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.links import link
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Body, Empty, Text, Word
from chatbot.domain.errors import NotFound
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.feedback import rate_answer
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.domain.tasks.undo import undo_run
from chatbot.models import Feedback, Run, User

from .chat_answer import accepted
from .run_serializers import AcceptedSerializer, RunSerializer, UndoneSerializer
from .serializers import CANNOT_UNDO, or_problem, problem
from .tool_call_rows import tool_call_rows

_NOT_RATED = problem(
    "It has not ended, or belongs to a plan.",
    "conflict",
    "Only an answer in a chat can be rated, once it has ended.",
)


class OneRun(Entity):
    @extend_schema(operation_id="get_run", responses=or_problem({200: RunSerializer}, 404))
    def get(self, request: Request, run_id: UUID) -> Response:
        """Get a run: its status, its tool calls, and the reply so far."""
        return _shown(user_of(request), run_id)


class Cancel(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="cancel_run",
        request=None,
        responses=or_problem(
            {200: RunSerializer, 202: RunSerializer},
            400,
            404,
            _409=problem("It has ended otherwise.", "conflict", "This run has succeeded already."),
        ),
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Stop a run. Repeating the request does no harm.

        200: the run has ended; the text of the reply so far is kept. 202: it ends as soon as its process is
        notified; its last event is `run_cancelled`. If the run has not started, its message is withdrawn.
        """
        Empty.read(request)
        owner = user_of(request)
        run = cancel_run(owner, run_id)
        response = _shown(owner, run_id)
        if run.active:
            response.status_code = 202
            response["Location"] = link(request, "api-run", run.pk)
            response["Retry-After"] = "1"
        return response


class Retry(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="retry_run",
        request=None,
        responses=or_problem(
            {202: AcceptedSerializer},
            404,
            429,
            _409=problem(
                "It has not failed, or was tried again already.",
                "conflict",
                "Only a failed run can be tried again; this one is queued.",
                "This run was tried again already.",
                "That message was withdrawn. Send it again instead.",
            ),
        ),
    )
    def post(self, request: Request, run_id: UUID) -> JsonResponse:
        """Retry a failed or stopped run. What it has done is not repeated."""
        return accepted(request, retry_run(user_of(request), run_id))


class Regenerate(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="regenerate_answer",
        request=None,
        responses=or_problem(
            {202: AcceptedSerializer},
            400,
            404,
            429,
            _409=problem(
                "It is not the last answer, or not finished.",
                "conflict",
                "Only a finished answer can be regenerated.",
                "Only the last answer of a conversation can be regenerated.",
            ),
        ),
    )
    def post(self, request: Request, run_id: UUID) -> JsonResponse:
        """Regenerate the last answer of a conversation. What its tools did is kept and not repeated."""
        Empty.read(request)
        return accepted(request, regenerate(user_of(request), run_id))


class Undo(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="undo_run",
        request=None,
        responses=or_problem({200: UndoneSerializer}, 400, 404, _409=CANNOT_UNDO),
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Undo a run: restore all tasks that it changed, or none."""
        Empty.read(request)
        return Response({"undone": undo_run(user_of(request), run_id)})


class FeedbackBody(Body):
    rating = Word(Feedback.Rating.values)
    comment = Text(required=False, allow_blank=True, help_text="At most 2,000 characters.")


class RunFeedback(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="rate_answer",
        request=FeedbackBody,
        responses=or_problem({200: RunSerializer}, 400, 404, _409=_NOT_RATED),
    )
    def put(self, request: Request, run_id: UUID) -> Response:
        """Say whether an answer was good, instead of what was said before."""
        body = FeedbackBody.read(request)
        owner = user_of(request)
        rate_answer(owner, run_id, body["rating"], body.get("comment", ""))
        return _shown(owner, run_id)

    @extend_schema(
        operation_id="take_rating_back",
        responses=or_problem({204: None}, 404, _409=_NOT_RATED),
    )
    def delete(self, request: Request, run_id: UUID) -> Response:
        """Take the rating of an answer back, with its comment."""
        rate_answer(user_of(request), run_id, "")
        return Response(status=204)


def _shown(owner: User, run_id: UUID) -> Response:
    rows = Run.objects.of(owner).select_related("reply", "feedback")
    run = rows.prefetch_related(Prefetch("tool_calls", tool_call_rows())).filter(pk=run_id).first()
    if run is None:
        raise NotFound("There is no such run.")
    return Response(RunSerializer(run).data)
