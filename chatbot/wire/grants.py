"""Authenticate the client of a socket, by one of four credentials, and check later that it is still valid."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Self, cast
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.models import Session
from django.http import HttpRequest, parse_cookie
from django.utils import timezone
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import AuthenticationFailed, TokenError
from rest_framework_simplejwt.tokens import Token

from chatbot.auth.tokens import TokenAuthentication
from chatbot.domain.people.personal_tokens import is_personal_token
from chatbot.domain.people.tickets import redeem_ticket
from chatbot.models import PersonalToken, User
from chatbot.wire.origin import is_allowed_origin

# Wrong tickets are counted as failures of this account name, which does not exist.
_ANY_TICKET = {"username": "(ticket)"}


@dataclass(frozen=True, slots=True)
class Grant:
    """The permission to follow a user's stream. It ends with the session or token, and with the password."""

    user_id: UUID
    password_hash: str
    session_key: str = ""
    expires_at: float | None = None  # POSIX time
    personal_token_id: UUID | None = None

    @classmethod
    def of(
        cls,
        user: User,
        *,
        session_key: str = "",
        expires_at: float | None = None,
        personal_token_id: UUID | None = None,
    ) -> Self:
        return cls(user.pk, user.get_session_auth_hash(), session_key, expires_at, personal_token_id)

    @classmethod
    def of_token(cls, user: User, token: Token | PersonalToken) -> Self:
        if isinstance(token, PersonalToken):
            ends = token.expires_at.timestamp() if token.expires_at else None
            return cls.of(user, expires_at=ends, personal_token_id=token.pk)
        return cls.of(user, expires_at=float(token["exp"]))

    @property
    def tag(self) -> str:
        return f"session.{self.session_key}" if self.session_key else ""

    @classmethod
    def still_valid(cls, guards: Collection[Self]) -> set[Self]:
        ids, keys = {guard.user_id for guard in guards}, {guard.session_key for guard in guards}
        active = User.objects.filter(pk__in=ids, is_active=True)
        hashes = {user.pk: user.get_session_auth_hash() for user in active}
        sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
        alive = {"", *sessions.values_list("session_key", flat=True)}
        tokens = {guard.personal_token_id for guard in guards if guard.personal_token_id}
        unrevoked = {None, *PersonalToken.objects.filter(pk__in=tokens).values_list("pk", flat=True)}
        now = time.time()
        return {
            guard
            for guard in guards
            if hashes.get(guard.user_id) == guard.password_hash
            and guard.session_key in alive
            and guard.personal_token_id in unrevoked
            and (guard.expires_at is None or guard.expires_at > now)
        }


def grant_of_request(request: Request) -> Grant:
    """The grant of a signed-in HTTP request, by its ticket, its token, or else its session."""
    user = cast("User", request.user)
    if isinstance(request.auth, Grant):
        return request.auth
    if isinstance(request.auth, Token | PersonalToken):
        return Grant.of_token(user, request.auth)
    return Grant.of(user, session_key=request.session.session_key or "")


def grant(scope: dict[str, Any], query: dict[str, str]) -> Grant | None:
    """The grant by the first credential given: ticket, token in the address, bearer token, session cookie."""
    headers = _headers(scope)
    if ticket := query.get("ticket"):
        return grant_by_ticket(_as_request(scope, headers), ticket)
    if token := query.get("token"):
        # Addresses are logged, and personal tokens are valid for long.
        return None if is_personal_token(token) else _by_token(token)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(token.strip())
    # A process behind a proxy that ends TLS sees a plain socket, even where cookies are for HTTPS only.
    secure = settings.SESSION_COOKIE_SECURE or scope.get("scheme") in {"wss", "https"}
    return _by_session(headers, secure=secure)


def _headers(scope: dict[str, Any]) -> dict[str, str]:
    """The handshake's headers, in lower case; those of one name are joined (RFC 9110, section 5.3).

    A proxy that speaks HTTP/2 may split cookies up (RFC 9113, section 8.2.3).
    """
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        separator = "; " if key == "cookie" else ","
        headers[key] = f"{headers[key]}{separator}{text}" if key in headers else text
    return headers


def _as_request(scope: dict[str, Any], headers: dict[str, str]) -> HttpRequest:
    request = HttpRequest()
    request.META = {
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "HTTP_X_FORWARDED_FOR": headers.get("x-forwarded-for", ""),
        "HTTP_USER_AGENT": headers.get("user-agent", ""),
        "PATH_INFO": scope["path"],
    }
    return request


def grant_by_ticket(request: HttpRequest, token: str) -> Grant | None:
    """The grant with which a ticket was issued; `None` also after too many wrong tickets."""
    if not AxesProxyHandler.is_allowed(request, _ANY_TICKET):
        return None
    ticket = redeem_ticket(token)
    if ticket is None:
        user_login_failed.send(__name__, credentials=_ANY_TICKET, request=request)
        return None
    ends = ticket.valid_until.timestamp() if ticket.valid_until else None
    return Grant.of(
        ticket.user,
        session_key=ticket.session_key,
        expires_at=ends,
        personal_token_id=ticket.personal_token_id,
    )


def _by_token(text: str) -> Grant | None:
    try:
        user, token = TokenAuthentication().authenticate_token(text)
    except (AuthenticationFailed, TokenError):
        return None
    if isinstance(token, PersonalToken) and PersonalToken.Scope.READ not in token.scopes:
        return None
    return Grant.of_token(user, token)


def _by_session(headers: dict[str, str], *, secure: bool) -> Grant | None:
    # Browsers send cookies from pages of any site, so the origin must be ours.
    if not is_allowed_origin(headers.get("origin"), headers.get("host", ""), secure=secure):
        return None
    # As pages read them: Python's own parser drops all cookies where another site has set an odd one.
    key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    if key is None:
        return None
    user = _session_user(key)
    return Grant.of(user, session_key=key) if user else None


def _session_user(key: str) -> User | None:
    """The signed-in user of a session; `None` also after a change of password, or of an inactive user."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None
