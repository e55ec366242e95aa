"""What the scopes of a personal token permit. A sign-in permits everything."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

from chatbot.models import PersonalToken

READ = PersonalToken.Scope.READ
WRITE = PersonalToken.Scope.WRITE
AGENT = PersonalToken.Scope.AGENT
SIGN_IN_ONLY = None  # matters of the account itself, which no token permits


class InsufficientScope(PermissionDenied):
    """As RFC 6750, section 3.1, says it."""

    default_code = "insufficient_scope"

    def __init__(self, scope: str | None) -> None:
        super().__init__(
            f"This token does not have the scope “{scope}”."
            if scope
            else "No personal token permits this: sign in with a password."
        )
        wanted = f', scope="{scope}"' if scope else ""
        self.auth_header = f'Bearer error="insufficient_scope"{wanted}'


class HasScope(IsAuthenticated):
    """Reading takes the `read_scope` of the view; anything else its `scope`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if isinstance(token := request.auth, PersonalToken):
            scope = view.read_scope if request.method in SAFE_METHODS else view.scope
            if scope not in token.scopes:
                raise InsufficientScope(scope)
        return True
