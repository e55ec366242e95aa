"""Find addresses of the API without the slash at their end, too."""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def add_missing_slash(get_response: Any) -> Any:
    """Resolve the address as if it ended with a slash. (A redirect would lose the body of a POST.)"""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        _add_slash(request)
        response: HttpResponseBase = await get_response(request)
        return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        _add_slash(request)
        response: HttpResponseBase = get_response(request)
        return response

    return middleware_async if iscoroutinefunction(get_response) else middleware


def _add_slash(request: HttpRequest) -> None:
    # `request.path` stays as it was sent: links to other pages of a list are built from it.
    path = request.path_info
    if path.startswith("/api/") and not path.endswith(("/", ".json")):
        request.path_info += "/"
