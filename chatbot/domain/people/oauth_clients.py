"""Programs that people connect with OAuth: register, disconnect, and find the one that sent a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import clear_expired

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.people.audit import audit
from chatbot.domain.text import clean
from chatbot.domain.token_hash import hash_of
from chatbot.models import AuditEntry, OAuthAccessToken, OAuthClient, OAuthGrant, OAuthRefreshToken, User
from chatbot.models.now import Now

NAME_LENGTH = 60  # of a program, as of personal tokens
MOST_REDIRECTS = 10
REDIRECT_LENGTH = 500
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_UNUSED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Connection:
    """A person's permission for a program; it was used last in the hour after `used_at`."""

    client: OAuthClient
    scopes: list[str]
    used_at: datetime


def register_client(name: str, redirect_uris: Sequence[str]) -> OAuthClient:
    """Register a program; it may do nothing until a person allows it. Raises `Invalid`.

    It has no secret: what protects its codes is PKCE, and where they are sent.
    """
    if not redirect_uris or len(redirect_uris) > MOST_REDIRECTS:
        raise Invalid(f"Give 1 to {MOST_REDIRECTS} redirect_uris.", "redirect_uris")
    for uri in redirect_uris:
        _check_redirect(uri)
    client = OAuthClient(
        name=clean(name, field="name", limit=NAME_LENGTH, single_line=True),
        redirect_uris=" ".join(redirect_uris),
        client_type=OAuthClient.CLIENT_PUBLIC,
        authorization_grant_type=OAuthClient.GRANT_AUTHORIZATION_CODE,
        registration_source=OAuthClient.RegistrationSource.DCR,
        client_secret="",
        hash_client_secret=False,
    )
    try:
        client.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "redirect_uris") from error
    client.save()
    return client


def _check_redirect(uri: str) -> None:
    """Codes are sent to HTTPS, or to a program on the person's own device. Raises `Invalid`."""
    try:
        parts: SplitResult | None = urlsplit(uri)
    except ValueError:
        parts = None
    loops = parts is not None and parts.scheme == "http" and parts.hostname in _LOOPBACK
    plain = len(uri) <= REDIRECT_LENGTH and uri.isascii() and uri.isprintable() and " " not in uri
    if parts is None or not plain or not (loops or parts.scheme == "https") or "@" in parts.netloc:
        raise Invalid(
            "A redirect URI is https://…, or http:// with 127.0.0.1, [::1] or localhost.", "redirect_uris"
        )


def record_permission(owner: User, client: OAuthClient, scopes: Sequence[str]) -> None:
    audit(owner, AuditEntry.Action.CLIENT_ALLOWED, f"{client.name}: {' '.join(scopes)}")


def connections(owner: User) -> list[Connection]:
    """What is connected now, each program once, the last used first."""
    tokens = OAuthAccessToken.objects.of(owner).filter(
        refresh_token__isnull=False, refresh_token__revoked=None
    )
    found: dict[int, Connection] = {}
    for token in tokens.select_related("application").order_by("-created", "-pk"):
        client = token.application
        found.setdefault(client.pk, Connection(client, token.scope.split(), token.created))
    return list(found.values())


@transaction.atomic
def disconnect(owner: User, client_pk: int) -> None:
    """End what a program may do for a person. Raises `NotFound`."""
    client = OAuthClient.objects.filter(pk=client_pk).first()
    if client is None or not _delete_tokens(owner, application=client):
        raise NotFound(_("There is no such connection."))
    audit(owner, AuditEntry.Action.CLIENT_DISCONNECTED, client.name)


def disconnect_all(owner: User) -> None:
    _delete_tokens(owner)


def _delete_tokens(owner: User, **of: OAuthClient) -> int:
    """Codes first, and refresh tokens before access tokens, as a refresh locks them."""
    deleted: int = OAuthGrant.objects.filter(user=owner, **of).delete()[0]
    deleted += OAuthRefreshToken.objects.filter(user=owner, **of).delete()[0]
    return deleted + OAuthAccessToken.objects.of(owner).filter(**of).delete()[0]


def use_access_token(text: str, resource: str) -> OAuthAccessToken | None:
    """The valid token of a text, with its owner and its program, if it was issued for this resource."""
    tokens = OAuthAccessToken.objects.valid().select_related("user", "application")
    token = tokens.filter(token_checksum=hash_of(text)).first()
    return token if token is not None and token.resource == [resource] else None


def prune_clients() -> None:
    """Delete expired codes and tokens, and programs that no person has connected."""
    clear_expired()
    old = OAuthClient.objects.filter(created__lt=Now() - _UNUSED_AFTER)
    unused = old.filter(oauthaccesstoken=None, oauthrefreshtoken=None)
    OAuthClient.objects.filter(pk__in=unused.values("pk")).delete()
