"""The tables of django-oauth-toolkit: programs that people have connected with OAuth, and their tokens.

Of tokens, only hashes are stored; a code is valid for a minute, and once.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import (
    AbstractAccessToken,
    AbstractApplication,
    AbstractDeviceGrant,
    AbstractGrant,
    AbstractIDToken,
    AbstractRefreshToken,
)

from .account import User
from .now import Now


class OAuthClient(AbstractApplication):
    """A program that has registered itself (RFC 7591): its name is not checked."""

    class Meta:
        verbose_name = _("connected program")
        verbose_name_plural = _("connected programs")


class OAuthGrant(AbstractGrant):
    """An authorization code."""


class OAuthAccessTokenQuerySet(models.QuerySet["OAuthAccessToken"]):
    def of(self, owner: User) -> Self:
        return self.filter(user=owner)

    def valid(self) -> Self:
        return self.filter(expires__gt=Now(), user__is_active=True)


class OAuthAccessToken(AbstractAccessToken):
    objects = OAuthAccessTokenQuerySet.as_manager()


class OAuthRefreshToken(AbstractRefreshToken):
    class Meta(AbstractRefreshToken.Meta):
        indexes = [models.Index(fields=["token_family"], name="refresh_token_family")]


class OAuthIdToken(AbstractIDToken):
    """Unused, but `AbstractAccessToken` refers to it."""


class OAuthDeviceGrant(AbstractDeviceGrant):
    """Unused, but the library asks for its table."""
