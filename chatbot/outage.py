"""Answer 503 with `Retry-After`, as a page or as JSON, while the database is unreachable or locked."""

from __future__ import annotations

import logging
import re
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import sync_and_async_middleware

from chatbot.problems import problem_response
from chatbot.request_language import drawn_for, is_api
from streaming.outage import is_outage

logger = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds
UNAVAILABLE = "unavailable"  # the error code for programs
SENTENCE = "The database is busy or away. Nothing was changed; try again in a few seconds."
_RAISED = (OperationalError, InterfaceError)
_SECRET = re.compile(r"password|secret|otp|code", re.IGNORECASE)
_LONGEST_FORM = 100_000  # maximum characters of a form that are sent back for a retry


@sync_and_async_middleware
def answer_outages(get_response: Any) -> Any:
    """Load the user, with the first query of nearly every request, and answer 503 if that or the view fails.

    Errors in other middleware are handled by `chatbot.api.rest.handlers.server_error`.
    """

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        try:
            await request.auser()
        except _RAISED as error:
            return _answer_or_raise(request, error)
        response: HttpResponseBase = await get_response(request)
        return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            _ = request.user.pk
        except _RAISED as error:
            return _answer_or_raise(request, error)
        response: HttpResponseBase = get_response(request)
        return response

    chosen: Any = middleware_async if iscoroutinefunction(get_response) else middleware
    chosen.process_exception = _process_exception
    return chosen


def _process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
    return answer_outage(request, error) if is_outage(error) else None


def _answer_or_raise(request: HttpRequest, error: Exception) -> HttpResponse:
    if not is_outage(error):
        raise error
    return answer_outage(request, error)


def answer_outage(request: HttpRequest, error: BaseException) -> HttpResponse:
    logger.warning("The database is away: %s", error)
    response = problem_response(request, 503, UNAVAILABLE, SENTENCE) if is_api(request) else _page(request)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest) -> HttpResponse:
    fields = _fields_to_resend(request) if request.method == "POST" else []
    context = {"fields": fields, "comes_again": request.method in {"GET", "HEAD"}, "seconds": RETRY_AFTER}
    with drawn_for(request):
        return render(request, "503.html", context, status=503)


def _fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form for a retry button; none if the form has a secret or a file, or is too long."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    has_secret = any(_SECRET.search(name) for name, _ in fields)
    is_long = sum(len(value) for _, value in fields) > _LONGEST_FORM
    return [] if has_secret or is_long or request.FILES else fields
