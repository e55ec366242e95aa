"""Views that answer later, and hold neither a thread nor a database connection until then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import SyncToAsync, sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from rest_framework.views import APIView


class Later(HttpResponse):
    """Returned by a view whose answer is still to be awaited; its headers go to that answer."""

    def __init__(self, follow: Callable[[], Awaitable[HttpResponseBase]]) -> None:
        super().__init__()
        self.follow = follow


def answering_later(view_class: type[APIView]) -> Callable[..., Awaitable[HttpResponseBase]]:
    """An async view around a REST view that may return `Later`."""
    view = view_class.as_view()

    def begin(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        if isinstance(response, Later):
            close_old_connections()
        return response

    # The REST view enforces CSRF itself, where a session is the proof.
    @csrf_exempt
    async def answer_later(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = await sync_to_async(begin)(request, **kwargs)
        if not isinstance(response, Later):
            return response
        _release_thread()
        answer = await response.follow()
        for name, value in response.items():
            answer.headers.setdefault(name, value)
        return answer

    # The schema finds REST views by these.
    answer_later.cls, answer_later.initkwargs = view_class, {}  # type: ignore[attr-defined]
    return answer_later


def _release_thread() -> None:
    """End the request's own thread, which would idle until the answer; a later step gets a new one."""
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context is not None else None
    if isinstance(executor, ThreadPoolExecutor):
        executor.shutdown(wait=False)
