"""Views for signed-in people only, with a request that knows its user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from chatbot.models import User


class SignedInRequest(HttpRequest):
    user: User


def signed_in[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Everybody else is sent to sign in, and comes back after."""
    return cast(
        "Callable[Concatenate[HttpRequest, P], HttpResponse]",
        login_required(cast("Callable[..., HttpResponse]", view)),
    )
