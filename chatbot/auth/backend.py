"""The one place that checks passwords, for pages, admin and API."""

from __future__ import annotations

from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from chatbot.models import User

from .failures import normalize_username
from .second_factor import has_second_factor


class PasswordBackend(AxesStandaloneBackend, ModelBackend):  # type: ignore[misc]
    """Django's backend, for clients that are not locked.

    After a `PermissionDenied`, Django asks no other backend.
    """

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        name = normalize_username(username)
        self._refuse_locked(request, name)
        user = ModelBackend.authenticate(self, request, name, password)
        if not isinstance(user, User):
            return None
        # Check again: simultaneous guesses pass the first check before any of them is counted.
        self._refuse_locked(request, name)
        if not has_second_factor(
            user
        ):  # otherwise somebody who knows the password could guess codes without limit
            AxesProxyHandler.get_implementation().reset_user_attempts(request, {"username": name})
        return user

    def _refuse_locked(self, request: Any, username: str) -> None:
        AxesStandaloneBackend.authenticate(self, request, username=username)


def is_password_of(request: HttpRequest, user: User, password: str) -> bool:
    """Check the password of a signed-in person; failures are counted as for a sign-in."""
    return authenticate(request, username=user.get_username(), password=password) == user
