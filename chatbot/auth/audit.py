"""The audit log's view of a request: who sent it, and the sign-ins that Django reports."""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from chatbot.auth.client_address import client_address
from chatbot.domain.people.audit import Client, audit, on_behalf_of
from chatbot.domain.text import storable
from chatbot.models import AuditEntry, User

Action = AuditEntry.Action
_PROGRAM_LENGTH = 200


@sync_and_async_middleware
def name_client(get_response: Any) -> Any:
    """What a request does is recorded with its client."""

    async def middleware_async(request: HttpRequest) -> HttpResponseBase:
        with on_behalf_of(lambda: _client_of(request)):
            response: HttpResponseBase = await get_response(request)
            return response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with on_behalf_of(lambda: _client_of(request)):
            response: HttpResponseBase = get_response(request)
            return response

    return middleware_async if iscoroutinefunction(get_response) else middleware


def _client_of(request: HttpRequest) -> Client:
    program = storable(request.headers.get("User-Agent", ""))[:_PROGRAM_LENGTH]
    return Client(client_address(request) or "", program)


def listen() -> None:
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)


def _signed_in(user: User, **rest: Any) -> None:
    audit(user, Action.SIGNED_IN)


def _signed_out(user: User | None, **rest: Any) -> None:
    # The session may be over already, or its person deleted.
    if user is not None and User.objects.filter(pk=user.pk).exists():
        audit(user, Action.SIGNED_OUT)
