"""Exchange a code or a refresh token for tokens, and revoke them."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import RevokeTokenView, TokenView

from chatbot.api.rest.throttling import count_request, describe_rate
from chatbot.auth.client_address import client_address


class Tokens(TokenView):
    """Without the flow of devices, which the library would look for before it asks who sends the request."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (refused := _too_many(request)) is not None:
            return refused
        _check_parameters(request)
        answer: HttpResponse = self.authorization_flow_token_response(request)
        # Some refusals of the library have no type, and would be a page that quotes the request.
        answer.headers["Content-Type"] = "application/json"
        answer.headers["Cache-Control"] = "no-store"
        return answer


class Revocation(RevokeTokenView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (refused := _too_many(request)) is not None:
            return refused
        _check_parameters(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        answer.headers["Content-Type"] = "application/json"
        return answer


def _too_many(request: HttpRequest) -> HttpResponse | None:
    """A refusal, if the address has sent too many: nothing else is known of who sends them."""
    rate = count_request(client_address(request) or "")
    if rate is None or not rate.is_exceeded:
        return None
    seconds = math.ceil(rate.resets_in)
    sentence = f"Too many requests. Send this again after {seconds} seconds."
    body = {"error": "temporarily_unavailable", "error_description": sentence}
    refused = JsonResponse(body, status=429, headers={"Retry-After": str(seconds)})
    describe_rate(refused, rate)
    return refused


def _check_parameters(request: HttpRequest) -> None:
    """Parameters count in the body only; the library has no answer to a query that is not valid, nor to NUL.

    Raises `BadRequest`.
    """
    request.META["QUERY_STRING"] = ""
    if any("\x00" in value for _, values in request.POST.lists() for value in values):
        raise BadRequest("A parameter contains a NUL.")
