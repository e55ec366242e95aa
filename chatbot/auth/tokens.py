"""Tokens of API clients.

A new password revokes those of sign-ins; signing out everywhere revokes personal tokens, too, which are
otherwise revoked one by one.
"""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import RefreshToken, Token

from chatbot.domain.people.personal_tokens import is_personal_token, use_personal_token
from chatbot.log_context import add_to_logs
from chatbot.models import PersonalToken, User

_VERSION = "sign_in_version"


def issue_refresh_token(user: User) -> RefreshToken:
    """Issue a refresh token; access tokens made from it inherit its claims."""
    token: RefreshToken = RefreshToken.for_user(user)
    token[_VERSION] = user.sign_in_version
    return token


class TokenAuthentication(JWTAuthentication):
    def authenticate(self, request: Request) -> tuple[User, Token | PersonalToken] | None:  # type: ignore[override]
        raw = self.get_raw_token(self.get_header(request) or b"")
        if raw is None:
            return None
        user, token = self.authenticate_token(raw.decode("latin-1"))
        add_to_logs(user_id=str(user.pk))
        return user, token

    def authenticate_token(self, text: str) -> tuple[User, Token | PersonalToken]:
        """The person of a token, and the token. Raises `AuthenticationFailed`, of which `InvalidToken` is
        one."""
        if is_personal_token(text):
            token = use_personal_token(text)
            if token is None:
                raise AuthenticationFailed(
                    "This token is not valid: it was revoked, or has expired.",
                    code="personal_token_not_valid",
                )
            return token.owner, token
        validated = self.get_validated_token(text.encode("latin-1", "replace"))
        return self.get_user(validated), validated

    def get_raw_token(self, header: bytes) -> bytes | None:
        """The token of the header; the scheme is case-insensitive (RFC 9110, section 11.1)."""
        scheme, space, token = header.partition(b" ")
        return super().get_raw_token(scheme.title() + space + token)

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        user = cast("User", super().get_user(validated_token))
        if validated_token.get(_VERSION, 0) != user.sign_in_version:
            raise AuthenticationFailed("The user has signed out everywhere.", code="signed_out")
        return user
