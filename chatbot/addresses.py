"""Middleware on addresses: refuse those with NUL, find those of the API without the slash at their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

API_ROOT = "/api/v1/"
API_DOCS = "/api/docs/"  # a page
MCP_PATH = "/mcp"  # beside Django's addresses
METADATA_PATH = f"/.well-known/oauth-protected-resource{MCP_PATH}"  # how to get a token for it (RFC 9728)


def _before_each(step: Callable[[HttpRequest], None]) -> Callable[[Any], Any]:
    """A middleware that takes a step before the view, in synchronous and in asynchronous chains."""

    def make(get_response: Any) -> Any:
        async def middleware_async(request: HttpRequest) -> HttpResponseBase:
            step(request)
            response: HttpResponseBase = await get_response(request)
            return response

        def middleware(request: HttpRequest) -> HttpResponseBase:
            step(request)
            response: HttpResponseBase = get_response(request)
            return response

        return middleware_async if iscoroutinefunction(get_response) else middleware

    return sync_and_async_middleware(make)


@_before_each
def refuse_nul(request: HttpRequest) -> None:
    """Answer 400 to an address with a NUL character, since PostgreSQL refuses queries with one."""
    if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
        raise BadRequest("The address contains a NUL.")


@_before_each
def add_missing_slash(request: HttpRequest) -> None:
    """Resolve the address as if it ended with a slash. (A redirect would lose the body of a POST.)"""
    # `request.path` stays as it was sent: links to other pages of a list are built from it.
    path = request.path_info
    if path.startswith("/api/") and not path.endswith(("/", ".json")):
        request.path_info += "/"
