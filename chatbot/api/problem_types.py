"""The descriptions to which the `type` of a problem leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.endpoint import Endpoint
from chatbot.domain.errors import NotFound
from chatbot.problem_types import PROBLEM_TYPES, type_of

from .serializers import or_problem


class ProblemTypeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    code = serializers.CharField()
    status = serializers.IntegerField(help_text="Of the HTTP response.")
    title = serializers.CharField()
    description = serializers.CharField()


class ProblemTypeEndpoint(Endpoint):
    authentication_classes: Sequence[Any] = []
    permission_classes = [AllowAny]


class ProblemTypes(ProblemTypeEndpoint):
    @extend_schema(
        operation_id="list_problem_types", auth=[], responses={200: ProblemTypeSerializer(many=True)}
    )
    def get(self, request: Request) -> Response:
        """List the kinds of problems that the API reports."""
        return Response([_shown(code) for code in PROBLEM_TYPES])


class OneProblemType(ProblemTypeEndpoint):
    @extend_schema(
        operation_id="get_problem_type",
        auth=[],
        parameters=[OpenApiParameter("code", str, OpenApiParameter.PATH, enum=list(PROBLEM_TYPES))],
        responses=or_problem({200: ProblemTypeSerializer}, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        if code not in PROBLEM_TYPES:
            raise NotFound("There is no such kind of problem.")
        return Response(_shown(code))


def _shown(code: str) -> dict[str, str]:
    return {"type": type_of(code), "code": code, **PROBLEM_TYPES[code]._asdict()}
