"""A database that is away or locked: 503 with `Retry-After`, as a page or as JSON."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from streaming.outage import is_outage

logger = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds
UNAVAILABLE = "unavailable"  # the code, for programs
SENTENCE = "The database is busy or away. Nothing was changed; try again in a few seconds."
_API = "/api/"
_SECRET = re.compile(r"password|secret|otp|code", re.IGNORECASE)
_LONGEST_FORM = 100_000  # characters that are sent back to be submitted again


class OutageMiddleware:
    """Loads who asks, the first query of nearly every request, and answers 503 where that or the view fails.

    What fails in another middleware comes to `chatbot.api.handlers.server_error`.
    """

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._call_async(request)
        try:
            _ = request.user.pk
        except (OperationalError, InterfaceError) as error:
            if not is_outage(error):
                raise
            return answer_outage(request, error)
        return self.get_response(request)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        try:
            await request.auser()
        except (OperationalError, InterfaceError) as error:
            if not is_outage(error):
                raise
            return answer_outage(request, error)
        response = self.get_response(request)
        assert isinstance(response, Awaitable)  # noqa: S101 (told by iscoroutinefunction)
        return await response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_outage(request, error) if is_outage(error) else None


def answer_outage(request: HttpRequest, error: BaseException) -> HttpResponse:
    logger.warning("The database is away: %s", error)
    response = _problem() if request.path.startswith(_API) else _page(request)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    return response


def _problem() -> HttpResponse:
    return JsonResponse({"error": SENTENCE, "detail": SENTENCE, "code": UNAVAILABLE}, status=503)


def _page(request: HttpRequest) -> HttpResponse:
    fields = _fields_to_resend(request) if request.method == "POST" else []
    context = {"fields": fields, "comes_again": request.method in {"GET", "HEAD"}, "seconds": RETRY_AFTER}
    return render(request, "503.html", context, status=503)


def _fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form, for a button to submit again; none if it has a secret, a file, or too much."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    has_secret = any(_SECRET.search(name) for name, _ in fields)
    is_long = sum(len(value) for _, value in fields) > _LONGEST_FORM
    return [] if has_secret or is_long or request.FILES else fields
