"""Sign in without a browser: tokens, and tickets for sockets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken

from chatbot.api.rest.authentication import BearerAuthentication, user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.scopes import READ
from chatbot.api.rest.strict import Body, Text
from chatbot.auth.failures import lock_seconds, username_key
from chatbot.auth.second_factor import has_second_factor, verify_code
from chatbot.auth.tokens import issue_refresh_token
from chatbot.domain.people.audit import audit
from chatbot.domain.people.tickets import LIFETIME, issue_ticket
from chatbot.models import AuditEntry, User
from chatbot.wire.grants import grant_of_request

from .serializers import AccessSerializer, TicketSerializer, TokensSerializer, or_problem


class Credentials(Body):
    username = Text()
    password = Text(trim_whitespace=False, write_only=True)
    code = Text(required=False, help_text="Of the second factor, for those who have one.")


class RefreshBody(Body):
    refresh = Text()


class TooManyFailures(Throttled):
    default_detail = "Too many wrong passwords for this account from your network."


class PublicEndpoint(Endpoint):
    """An endpoint without sign-in that refuses with 401, since its body is the credential."""

    authentication_classes: Sequence[Any] = []
    permission_classes = [AllowAny]

    def get_authenticate_header(self, request: Request) -> str:
        return BearerAuthentication().authenticate_header(request)


class Token(PublicEndpoint):
    @extend_schema(
        operation_id="sign_in",
        request=Credentials,
        responses=or_problem({200: TokensSerializer}, 400, 429),
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Exchange a user name and a password for tokens.

        After ten failures from one address: 429 for a while.
        """
        credentials = Credentials.read(request)
        code = credentials.pop("code", "")
        user = authenticate(request, **credentials)
        wants_code = isinstance(user, User) and has_second_factor(user)
        verified = not wants_code or (code and verify_code(request, cast("User", user), code))
        if getattr(request, "axes_locked_out", False):
            raise TooManyFailures(lock_seconds(request, username_key(request, credentials)))
        if not isinstance(user, User):
            raise AuthenticationFailed("The username or the password is wrong.")
        if not verified:
            raise AuthenticationFailed("Send the code of your second factor, too.", "second_factor_required")
        refresh = _with_subject(issue_refresh_token(user))
        audit(user, AuditEntry.Action.SIGNED_IN, "API")
        return Response({"access": str(refresh.access_token), "refresh": str(refresh)})


class TokenRefresh(PublicEndpoint):
    @extend_schema(
        operation_id="refresh_token",
        request=RefreshBody,
        responses=or_problem({200: AccessSerializer}, 400),
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Get a new access token. Refused if the user is deleted or inactive."""
        try:
            refresh = _with_subject(RefreshToken(RefreshBody.read(request)["refresh"]))
        except TokenError as error:
            raise InvalidToken from error
        BearerAuthentication().get_user(refresh)
        return Response({"access": str(refresh.access_token)})


class Ticket(Endpoint):
    scope = READ

    @extend_schema(operation_id="issue_ticket", request=None, responses=or_problem({200: TicketSerializer}))
    def post(self, request: Request) -> Response:
        """Get a ticket that opens one socket (`?ticket=…`) within 30 seconds."""
        granted = grant_of_request(request)
        ends = datetime.fromtimestamp(granted.expires_at, UTC) if granted.expires_at else None
        ticket = issue_ticket(
            user_of(request),
            session_key=granted.session_key,
            valid_until=ends,
            personal_token_id=granted.personal_token_id,
        )
        return Response({"ticket": ticket, "expires_in": int(LIFETIME.total_seconds())})


def _with_subject(token: RefreshToken) -> RefreshToken:
    """The token with the user as `sub` (RFC 7519); access tokens made from it have it as well."""
    token["sub"] = str(token[api_settings.USER_ID_CLAIM])
    return token
