"""Failed sign-ins, counted by django-axes in the database for all processes, pages and APIs together.

An account is locked only for the address that guessed, so that nobody can lock somebody else out. An address
that tries many accounts is locked at ten times that number of failures.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from chatbot.models import User

_ACCOUNTS_PER_ADDRESS = 10  # an address may fail as often as this many accounts
_LONGEST_NAME = 150


class FailureHandler(AxesDatabaseHandler):  # type: ignore[misc]
    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        failures = _recent(request).aggregate(
            account=Sum("failures_since_start", filter=_is_account(request, credentials), default=0),
            address=Sum("failures_since_start", default=0),
        )
        return int(max(failures["account"], failures["address"] // _ACCOUNTS_PER_ADDRESS))


def username_key(request: Any, credentials: dict[str, Any] | None) -> str:
    """The name under which failures are counted; the same for all spellings that sign in to one account."""
    username = str((credentials or {}).get("username") or "")
    return normalize_username(username).casefold().replace("\0", "\N{REPLACEMENT CHARACTER}")[:_LONGEST_NAME]


def normalize_username(username: str) -> str:
    """As the sign-up form stores it: stripped, and in NFKC."""
    return User.normalize_username(username.strip())


def describe_client(username: str, address: str, agent: str, path: str, request: Any) -> str:
    """A line for the log that programs such as fail2ban can parse, whatever the address contains."""
    return f"{username!r} from {address} at {path.encode('unicode_escape').decode()}"


def lock_seconds(request: HttpRequest | Request, username: str) -> int:
    """Seconds until a locked client may try again, at least 1."""
    recent = _recent(request)
    last = recent.aggregate(
        account=Max("attempt_time", filter=_is_account(request, {"username": username})),
        address=Max("attempt_time"),
    )
    latest = last["account"] or last["address"] or timezone.now() - _cool_off()
    return max(math.ceil((latest + _cool_off() - timezone.now()).total_seconds()), 1)


def _recent(request: Any) -> QuerySet[AccessAttempt]:
    address = request.axes_ip_address
    since = timezone.now() - _cool_off()
    recent: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        ip_address=address, attempt_time__gte=since
    )
    return recent


def _is_account(request: Any, credentials: dict[str, Any] | None) -> Q:
    return Q(username=get_client_username(request, credentials))


def _cool_off() -> timedelta:
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    return cool_off
