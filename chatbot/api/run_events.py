"""The events of one run, for its replay."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.domain.history.run_log import events_of, find_run
from chatbot.wire.projection import chat_projection

from .serializers import or_problem


class RunEventsSerializer(serializers.Serializer[HttpResponse]):
    events = serializers.ListField(
        child=serializers.DictField(),
        help_text="In order, each as on the chat's socket; none, where some are no longer kept.",
    )


class RunEvents(Endpoint):
    @extend_schema(operation_id="get_run_events", responses=or_problem({200: RunEventsSerializer}, 404))
    def get(self, request: Request, run_id: UUID) -> HttpResponse:
        """Get all events of a run, up to its last one. (Pieces of streaming text are no events.)"""
        run = find_run(user_of(request), run_id)
        projection = chat_projection(str(run.owner_id))
        # The frames are JSON already.
        frames = ",".join(projection.event(entry) for entry in events_of(run))
        return HttpResponse(f'{{"events":[{frames}]}}', content_type="application/json")
