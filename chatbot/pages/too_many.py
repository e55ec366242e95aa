"""The page for a rate limit: 429, and when to try again."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.auth.client_address import client_address
from chatbot.auth.failures import lock_seconds, username_key
from chatbot.domain.errors import LimitReached
from chatbot.domain.people.rate_limits import in_an_hour, use


def too_many(request: HttpRequest, heading: str, sentence: str, seconds: int) -> HttpResponse:
    context = {"heading": heading, "sentence": sentence, "minutes": math.ceil(seconds / 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def use_from_address(request: HttpRequest, kind: str, limit: int) -> None:
    """Count one use for the client's address; raises `LimitReached` above the hourly limit."""
    use(kind, client_address(request) or "", limit=limit, expires_at=in_an_hour())


def too_many_uses(request: HttpRequest, heading: str, limit: LimitReached) -> HttpResponse:
    seconds = max(math.ceil((limit.reset_at - timezone.now()).total_seconds()), 1)
    return too_many(request, heading, _("They came from your network within the last hour."), seconds)


def locked_out(request: Any, *rest: Any) -> HttpResponse:
    """Called by django-axes for a locked client, with varying arguments."""
    return too_many(
        request,
        _("Too many wrong passwords"),
        _("This account takes no password from your network for now, not even the right one."),
        lock_seconds(request, username_key(request, request.axes_credentials)),
    )
