"""HTTP requests: those whose answers wait for events run on the loop, all others in a thread."""

from __future__ import annotations

import re
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# The addresses of the asynchronous views, with and without a slash at their end.
_WAITING = re.compile(r"/api/(?:[0-9a-f-]{36}/)?(?:chat|events)/?")


class ThreadHandler(ASGIHandler):
    """Run middleware and view in the request's thread, one after the other.

    Django's handler goes to a thread and back for each synchronous middleware. An asynchronous view would
    hold the thread while it waits.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


def is_waiting(path: str) -> bool:
    """Whether the view at this address is asynchronous, because its answer waits for events."""
    return _WAITING.fullmatch(path) is not None


def http_application() -> Any:
    """The ASGI application for HTTP. Requires that Django is set up."""
    in_a_thread, on_the_loop = ThreadHandler(), ASGIHandler()

    async def handle(scope: dict[str, Any], receive: Any, send: Any) -> None:
        handler = on_the_loop if is_waiting(scope["path"]) else in_a_thread
        await handler(scope, receive, send)

    return handle
