"""Views for signed-in people only, with a typed user in the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from chatbot.domain.errors import NotFound
from chatbot.domain.people.browser_locale import remember_browser_locale
from chatbot.models import User


class SignedInRequest(HttpRequest):
    user: User


def signed_in[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Redirect everybody else to sign in, and back afterwards. What is not found is answered with 404."""

    @wraps(view)
    def for_user(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        own = cast("SignedInRequest", request)
        remember_browser_locale(own.user, request.headers.get("Accept-Language", ""))
        try:
            return view(own, *args, **kwargs)
        except NotFound as error:
            raise Http404(error.message) from error

    return cast(
        "Callable[Concatenate[HttpRequest, P], HttpResponseBase]",
        login_required(cast("Callable[..., HttpResponseBase]", for_user)),
    )
