"""What happens to each request: unstorable text is refused, pages stay private, times are in one's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import sync_and_async_middleware

from chatbot.formatting.reader import formatted_for
from chatbot.models import User


@sync_and_async_middleware
def refuse_nul(get_response: Any) -> Any:
    """Answer 400 to an address with a NUL in it: no database stores one, and PostgreSQL refuses the query."""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        _refuse_nul(request)
        response: HttpResponseBase = await get_response(request)
        return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        _refuse_nul(request)
        response: HttpResponseBase = get_response(request)
        return response

    return middleware_async if iscoroutinefunction(get_response) else middleware


def _refuse_nul(request: HttpRequest) -> None:
    if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
        raise BadRequest("The address contains a NUL.")


@sync_and_async_middleware
def keep_private(get_response: Any) -> Any:
    """Have no cache, the browser's for its Back button included, keep what a signed-in person was shown."""

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
def use_own_date_settings(get_response: Any) -> Any:
    """Have forms and the admin read and show times as the signed-in person does."""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        with _dates_of(await request.auser()):
            response: HttpResponseBase = await get_response(request)
            return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with _dates_of(request.user):
            response: HttpResponseBase = get_response(request)
            return response

    return middleware_async if iscoroutinefunction(get_response) else middleware


@contextmanager
def _dates_of(user: User | AnonymousUser) -> Iterator[None]:
    if not isinstance(user, User):
        yield
        return
    with timezone.override(user.tz), formatted_for(user.date_settings):
        yield
