"""The one place that compares passwords, whichever door they come through."""

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
    """Django's own, for clients that have not failed too often.

    Django refuses outright, and asks no other backend, when it raises `PermissionDenied`.
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
        # Again: many guesses at once are all looked at before the first of them has been counted.
        self._refuse_locked(request, name)
        if not has_second_factor(user):  # or who knows the password could guess codes without end
            AxesProxyHandler.get_implementation().reset_user_attempts(request, {"username": name})
        return user

    def _refuse_locked(self, request: Any, username: str) -> None:
        AxesStandaloneBackend.authenticate(self, request, username=username)


def is_password_of(request: HttpRequest, user: User, password: str) -> bool:
    """Whether a signed-in person gives their password once more; counted as a sign-in is."""
    return authenticate(request, username=user.get_username(), password=password) == user
