"""Slows down who tries passwords."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class GuessingThrottle(SimpleRateThrottle):
    """Counts failures, by address and name together, so that nobody can lock out somebody else."""

    rate = "10/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        name = request.data.get("username") if isinstance(request.data, dict) else None
        digest = hashlib.sha256(str(name).lower().encode()).hexdigest()
        return f"sign-in:{self.get_ident(request)}:{digest}"

    def get_ident(self, request: Request) -> str:
        """The client's address; of a proxy's header, which clients can begin, only what the proxy added."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            return forwarded.rpartition(",")[2].strip()
        address: str = request.META.get("REMOTE_ADDR", "")
        return address

    def forgive(self) -> None:
        """It was no guess. (All are counted first, or many at once would slip through.)"""
        history: list[float] = self.cache.get(self.key, [])
        if self.now in history:
            history.remove(self.now)
            self.cache.set(self.key, history, self.parse_rate(self.rate)[1])


class SprayingThrottle(GuessingThrottle):
    """The same by address alone, for who tries one password on many names."""

    rate = "100/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"sign-in:{self.get_ident(request)}"
