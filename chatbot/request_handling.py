"""HTTP requests: those whose answers wait for events run on the loop, all others in a thread."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chatbot.addresses import MCP_PATH
from chatbot.api.rest.prefer import answers_at_once

# The addresses of the asynchronous views, with and without a slash at their end.
_WAITING = re.compile(r"/api/(?:v1/)?(?:[0-9a-f-]{36}/)?(?P<view>chat|events)/?|/v1/chat/completions|/agui")


class ThreadHandler(ASGIHandler):
    """Run middleware and view in the request's thread, one after the other.

    Django's handler goes to a thread and back for each synchronous middleware. An asynchronous view would
    hold the thread while it waits.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


def is_waiting(path: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> bool:
    """Whether the view at this address is asynchronous, and its answer waits for events.

    A message whose sender does not wait for the reply is accepted at once. In a thread, that and the run
    together take a tenth less CPU.
    """
    found = _WAITING.fullmatch(path)
    return found is not None and not (found["view"] == "chat" and _wants_no_wait(headers))


def _wants_no_wait(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return answers_at_once(",".join(value.decode("latin-1") for name, value in headers if name == b"prefer"))


def http_application() -> Any:
    """The ASGI application for HTTP. Requires that Django is set up."""
    in_a_thread, on_the_loop = ThreadHandler(), ASGIHandler()

    async def handle(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == MCP_PATH:
            serve = await asyncio.to_thread(_load_mcp)
            await serve(scope, receive, send)
            return
        handler = on_the_loop if is_waiting(scope["path"], scope["headers"]) else in_a_thread
        await handler(scope, receive, send)

    return handle


def _load_mcp() -> Any:
    """Half a second for the first request, which no start of a process has to wait for."""
    from chatbot.api.mcp.http import serve

    return serve
