"""How API clients prove who they are; the site's own pages use their session."""

from __future__ import annotations

from typing import cast

from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from chatbot.models import User


class BearerAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access token>`. It comes first: a request without proof gets 401, not 403."""


class BearerScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]
    """For the schema."""

    target_class = f"{__name__}.BearerAuthentication"
    name = "bearer"


def user_of(request: Request) -> User:
    """The signed-in user of a view that requires one, as all do unless they say otherwise."""
    return cast(User, request.user)
