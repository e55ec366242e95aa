"""Measure HTTP requests, by method, route and status."""

from __future__ import annotations

from time import monotonic
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from .instruments import REQUEST_SECONDS

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@sync_and_async_middleware
def measure_requests(get_response: Any) -> Any:
    if iscoroutinefunction(get_response):
        return get_response  # only the views that wait for events: how long they do says nothing

    def middleware(request: HttpRequest) -> HttpResponse:
        started = monotonic()
        response: HttpResponse = get_response(request)
        method = request.method if request.method in _METHODS else "other"
        # Not the path: each value would be a series of its own, and it may hold a secret.
        route = request.resolver_match.route if request.resolver_match else "none"
        REQUEST_SECONDS.labels(method, route, response.status_code).observe(monotonic() - started)
        return response

    return middleware
