"""Tokens of API clients, which are revoked by a new password and by signing out everywhere."""

from __future__ import annotations

from typing import cast

from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import RefreshToken, Token

from chatbot.models import User

_VERSION = "sign_in_version"


def issue_refresh_token(user: User) -> RefreshToken:
    """Issue a refresh token; access tokens made from it inherit its claims."""
    token: RefreshToken = RefreshToken.for_user(user)
    token[_VERSION] = user.sign_in_version
    return token


class TokenAuthentication(JWTAuthentication):
    def get_raw_token(self, header: bytes) -> bytes | None:
        """The token of the header; the scheme is case-insensitive (RFC 9110, section 11.1)."""
        scheme, space, token = header.partition(b" ")
        return super().get_raw_token(scheme.title() + space + token)

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        user = cast("User", super().get_user(validated_token))
        if validated_token.get(_VERSION, 0) != user.sign_in_version:
            raise AuthenticationFailed("The user has signed out everywhere.", code="signed_out")
        return user
