from __future__ import annotations

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.domain.errors import Invalid
from chatbot.models.account import validate_time_zone

from .authentication import user_of
from .endpoint import Endpoint
from .serializers import MeSerializer, or_problem
from .strict import Body, Text


class MeBody(Body):
    time_zone = Text(help_text="IANA name, such as Europe/Berlin.")


class Me(Endpoint):
    @extend_schema(operation_id="get_me", responses=or_problem({200: MeSerializer}))
    def get(self, request: Request) -> Response:
        """Who is signed in."""
        return Response(MeSerializer(user_of(request)).data)

    @extend_schema(
        operation_id="update_me",
        request=MeBody,
        responses=or_problem({200: MeSerializer}, 400),
    )
    def patch(self, request: Request) -> Response:
        """Choose the time zone in which "today" and times without an offset are meant."""
        user = user_of(request)
        name = MeBody.read(request, partial=True).get("time_zone", user.time_zone)
        try:
            validate_time_zone(name)
        except ValidationError as error:
            raise Invalid(f"{name} is not a known time zone.", "time_zone") from error
        user.time_zone = name
        user.save(update_fields=["time_zone"])
        return Response(MeSerializer(user).data)
