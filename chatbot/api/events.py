"""Events over HTTP, for clients without sockets: a long poll, or Server-Sent Events."""

from __future__ import annotations

import json
import math
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from chatbot.api.rest.authentication import AddressAuthentication, BearerAuthentication, user_of
from chatbot.api.rest.event_stream import EventStreamEndpoint, EventStreamRenderer, event_stream
from chatbot.api.rest.strict import Query, Text, Word
from chatbot.domain.publish import stream_of
from chatbot.request_thread import release_thread
from chatbot.wire.grants import Grant, grant_of_request
from chatbot.wire.progress import ALL, CHOICES, PROGRESS, progress_projection
from chatbot.wire.projection import chat_projection
from streaming.cursor import Cursor
from streaming.entry import Projection
from streaming.http import Ended, EventsOnly, ServerSentEvents, poll, server_sent_events

from .serializers import EventsSerializer, or_problem

WAIT = 25.0  # seconds
LONGEST_WAIT = 30.0


class CursorField(serializers.Field["Cursor | None", str, str, Any]):
    def to_internal_value(self, data: str) -> Cursor | None:
        return Cursor.given(data)


class Seconds(serializers.FloatField):
    default_error_messages = {"invalid": "This must be a number of seconds."}

    def to_internal_value(self, data: Any) -> float:
        seconds = super().to_internal_value(data)
        if not math.isfinite(seconds):
            self.fail("invalid")
        return seconds


class EventsQuery(Query):
    after = CursorField(required=False)
    events = Word(CHOICES, default=ALL, required=False)
    token = Text(required=False)
    ticket = Text(required=False)
    wait = Seconds(min_value=0, max_value=LONGEST_WAIT, default=WAIT, required=False)


_DESCRIBED: dict[str, Any] = {
    "parameters": [
        OpenApiParameter(
            "after",
            str,
            description="The last event seen. Without: from now. What is no cursor gets a reset.",
        ),
        OpenApiParameter(
            "events",
            str,
            enum=CHOICES,
            default=ALL,
            description="`progress`: what a chat socket without `events` sends, the agent's progress.",
        ),
        OpenApiParameter("wait", float, description="Seconds (0 to 30) to wait for the first event."),
        OpenApiParameter("Last-Event-ID", str, "header", description="Comes before `after`."),
        OpenApiParameter("token", str, description="An access token, where no header can be sent."),
        OpenApiParameter("ticket", str, description="A ticket, which opens one request."),
    ],
    "responses": or_problem(
        {(200, "application/json"): EventsSerializer, (200, "text/event-stream"): OpenApiTypes.STR}, 400, 404
    ),
}


class EventsEndpoint(EventStreamEndpoint):
    authentication_classes = [AddressAuthentication, BearerAuthentication, SessionAuthentication]


class Events(EventsEndpoint):
    @extend_schema(operation_id="get_events", **_DESCRIBED)
    async def get(self, request: Request) -> HttpResponseBase:
        """Get what has happened since a cursor, as one JSON answer or as a stream of Server-Sent Events."""
        return await _follow(request)


class UserEvents(EventsEndpoint):
    @extend_schema(operation_id="get_events_of_user", **_DESCRIBED)
    async def get(self, request: Request, user_id: UUID) -> HttpResponseBase:
        """The same; `user_id` must be the signed-in user's: no open page gets another person's events."""
        if user_id != user_of(request).pk:
            raise PermissionDenied("These are another user's events.")
        return await _follow(request)


async def _follow(request: Request) -> HttpResponseBase:
    query = EventsQuery.read(request)
    granted = grant_of_request(request)
    kind = progress_projection if query["events"] == PROGRESS else chat_projection
    projection = kind(str(granted.user_id))
    release_thread(request)
    if request.accepted_renderer.media_type != EventStreamRenderer.media_type:
        return await _long_poll(query.get("after"), query["wait"], projection, granted)
    after = Cursor.given(request.headers.get("Last-Event-ID")) or query.get("after")
    return _event_stream(after, projection, granted)


async def _long_poll(
    after: Cursor | None, wait: float, projection: Projection, granted: Grant
) -> HttpResponse:
    stream = stream_of(granted.user_id)
    try:
        frames, cursor = await poll(
            stream, after, wait, EventsOnly(projection), tag=granted.tag, guard=granted
        )
    except Ended:
        raise NotAuthenticated from None
    # The frames are JSON already.
    text = f'{{"events":[{",".join(frames)}],"cursor":{json.dumps(str(cursor))}}}'
    return HttpResponse(text, content_type="application/json")


def _event_stream(after: Cursor | None, projection: Projection, granted: Grant) -> StreamingHttpResponse:
    frames = server_sent_events(
        stream_of(granted.user_id), after, ServerSentEvents(projection), tag=granted.tag, guard=granted
    )
    return event_stream(frames)
