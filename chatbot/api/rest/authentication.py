"""How API clients prove who they are; the site's own pages use their session."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from rest_framework_simplejwt.tokens import Token

from chatbot.auth.tokens import TokenAuthentication
from chatbot.domain.people.personal_tokens import is_personal_token
from chatbot.models import User
from chatbot.wire.grants import grant_by_ticket


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer <token>`, of a sign-in or a personal one.

    It comes first: a request without proof gets 401, not 403.
    """


class AddressAuthentication(BearerAuthentication):
    """`?ticket=` or `?token=` as on the sockets, for an `EventSource`, which sends no headers of its own."""

    def authenticate(self, request: Request) -> Any:
        if ticket := request.query_params.get("ticket"):
            granted = grant_by_ticket(cast(HttpRequest, request), ticket)
            if granted is None:
                raise AuthenticationFailed(
                    "This ticket is not valid, or was used already.", "ticket_not_valid"
                )
            return User.objects.get(pk=granted.user_id), granted
        if token := request.query_params.get("token"):
            if is_personal_token(token):
                raise AuthenticationFailed(
                    "Addresses are logged. Send the token in the Authorization header, or get a ticket.",
                    "personal_token_in_address",
                )
            validated = self.get_validated_token(token.encode())
            return self.get_user(validated), validated
        return None


class PasswordRequired(PermissionDenied):
    """Who has only a session, such as somebody at an unlocked computer, does not know the password."""

    default_code = "password_required"
    default_detail = "Do this on the settings page, or with the token of a sign-in."


def require_sign_in(request: Request) -> None:
    """Raise `PasswordRequired` unless the request has the token of a sign-in."""
    if not isinstance(request.auth, Token):
        raise PasswordRequired


class BearerScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]
    """For the schema."""

    target_class = f"{__name__}.BearerAuthentication"
    name = "bearer"


class AddressScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = f"{__name__}.AddressAuthentication"
    name = "address"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "query", "name": "token"}


def user_of(request: Request) -> User:
    """The signed-in user of a view that requires one, as all do unless they say otherwise."""
    return cast(User, request.user)
