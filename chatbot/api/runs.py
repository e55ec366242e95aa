from __future__ import annotations

from uuid import UUID

from django.http import JsonResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.domain.errors import NotFound
from chatbot.domain.runs import retry_run
from chatbot.models import Run

from .authentication import user_of
from .chat_answer import accepted
from .endpoint import Endpoint
from .serializers import AcceptedSerializer, RunSerializer, or_problem


class OneRun(Endpoint):
    @extend_schema(operation_id="get_run", responses=or_problem({200: RunSerializer}, 404))
    def get(self, request: Request, run_id: UUID) -> Response:
        """How a run stands: its status, its tool calls, and the reply as far as it is written."""
        runs = Run.objects.of(user_of(request)).select_related("reply").prefetch_related("tool_calls")
        run = runs.filter(pk=run_id).first()
        if run is None:
            raise NotFound("There is no such run.")
        return Response(RunSerializer(run).data)


class Retry(Endpoint):
    @extend_schema(
        operation_id="retry_run",
        request=None,
        responses=or_problem({202: AcceptedSerializer}, 404, 409),
    )
    def post(self, request: Request, run_id: UUID) -> JsonResponse:
        """Answer the same message again. What the failed run had done already is not done twice."""
        return accepted(retry_run(user_of(request), run_id))
