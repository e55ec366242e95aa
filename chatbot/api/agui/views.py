"""The endpoint of the protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.urls import reverse
from rest_framework.request import Request

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.event_stream import EventStreamEndpoint, event_stream
from chatbot.api.rest.scopes import AGENT
from chatbot.request_thread import release_thread
from chatbot.wire.grants import grant_of_request


class AgUi(EventStreamEndpoint):
    scope = AGENT
    schema = None  # the protocol describes it

    async def post(self, request: Request) -> StreamingHttpResponse:
        events = await sync_to_async(_start)(request)
        release_thread(request)
        return event_stream(events)


def _start(request: Request) -> AsyncIterator[str]:
    # The protocol's models take a quarter of a second to load, which no start of a process has to wait for.
    from .follow import follow
    from .given import read_input
    from .start import start

    given = read_input(request.data)
    started = start(user_of(request), given)
    page = request.build_absolute_uri(reverse("conversation", args=[started.run.conversation_id]))
    return follow(given, started, grant_of_request(request), page)
