"""Middleware: keep pages out of caches, draw them in the person's language and with their date settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware

from chatbot.formatting.request_dates import formatted_for
from chatbot.log_context import logged_with
from chatbot.models import User
from chatbot.request_language import drawn_for, is_api


@sync_and_async_middleware
def keep_private(get_response: Any) -> Any:
    """Keep pages for signed-in people out of all caches, including the browser's back-forward cache."""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        user = await request.auser()
        return _kept_private(user, await get_response(request))

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        return _kept_private(user, get_response(request))

    return middleware_async if iscoroutinefunction(get_response) else middleware


def _kept_private(user: User | AnonymousUser, response: HttpResponseBase) -> HttpResponseBase:
    if user.is_authenticated:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


@sync_and_async_middleware
def draw_for_person(get_response: Any) -> Any:
    """Use the person's time zone and date settings in forms and in the admin, and their language in pages."""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        user = await request.auser()
        with drawn_for(request, user), _dates_of(user):
            response: HttpResponseBase = await get_response(request)
            return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with drawn_for(request, request.user), _dates_of(request.user):
            response: HttpResponseBase = get_response(request)
            if not is_api(request):
                response.headers.setdefault("Content-Language", translation.get_language())
                patch_vary_headers(response, ["Accept-Language"])
            return response

    return middleware_async if iscoroutinefunction(get_response) else middleware


@contextmanager
def _dates_of(user: User | AnonymousUser) -> Iterator[None]:
    if not isinstance(user, User):
        yield
        return
    person = logged_with(user_id=str(user.pk))
    with timezone.override(user.tz), formatted_for(user.date_settings), person:
        yield
