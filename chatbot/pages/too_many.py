"""The page for who tried something too often: 429, and when it can be tried again."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chatbot.auth.failures import lock_seconds, username_key


def too_many(request: HttpRequest, heading: str, sentence: str, seconds: int) -> HttpResponse:
    context = {"heading": heading, "sentence": sentence, "minutes": math.ceil(seconds / 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def locked_out(request: Any, *rest: Any) -> HttpResponse:
    """Called by django-axes for a request whose password was refused, with arguments that vary."""
    return too_many(
        request,
        "Too many wrong passwords",
        "This account takes no password from your network for now, not even the right one.",
        lock_seconds(request, username_key(request, request.axes_credentials)),
    )
