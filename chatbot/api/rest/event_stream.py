"""Responses that are Server-Sent Events, and the views that answer with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from chatbot.api.rest.endpoint import AsyncEndpoint

_HEADERS = {"Cache-Control": "private, no-store, no-transform", "X-Accel-Buffering": "no"}
KEEP_ALIVE = ":\n\n"  # a comment


class EventStreamRenderer(BaseRenderer):
    """Lets clients ask for the stream by `Accept`; it is written elsewhere."""

    media_type = "text/event-stream"
    format = "event-stream"
    charset = None


class EventStreamEndpoint(AsyncEndpoint):
    renderer_classes = [JSONRenderer, EventStreamRenderer]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        # Errors are JSON, whatever the client accepts.
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


def event_stream(frames: AsyncIterator[str], **headers: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(frames, content_type="text/event-stream", headers=_HEADERS | headers)
