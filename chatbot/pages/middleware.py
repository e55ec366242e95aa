"""Every page and form of a signed-in person tells and reads times in their time zone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from chatbot.models import User


class TimeZoneMiddleware:
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
        with _zone_of(request.user):
            return self.get_response(request)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        with _zone_of(await request.auser()):
            response = self.get_response(request)
            assert isinstance(response, Awaitable)  # noqa: S101 (told by iscoroutinefunction)
            return await response


def _zone_of(user: User | AnonymousUser) -> AbstractContextManager[None]:
    return timezone.override(user.tz) if isinstance(user, User) else nullcontext()
