"""Whether mails become tasks here: the domain of people's addresses, and the secret of the hook."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.IGNORECASE)
_SECRET = 24  # characters at least


def incoming_mail(source: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """The domain and the secret; both empty where mails are not taken. Raises `ImproperlyConfigured`."""
    domain = source.get("INCOMING_MAIL_DOMAIN", "").strip()
    secret = source.get("INCOMING_MAIL_SECRET", "").strip()
    if not domain and not secret:
        return "", ""
    if not domain or not secret:
        raise ImproperlyConfigured("INCOMING_MAIL_DOMAIN and INCOMING_MAIL_SECRET are set together.")
    if not _DOMAIN.fullmatch(domain):
        raise ImproperlyConfigured(f"INCOMING_MAIL_DOMAIN must be a domain, not {domain!r}.")
    if len(secret) < _SECRET:
        raise ImproperlyConfigured(f"INCOMING_MAIL_SECRET must have at least {_SECRET} characters.")
    if secret.startswith("whsec_"):
        try:
            base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError as error:
            raise ImproperlyConfigured("INCOMING_MAIL_SECRET is no Base64 after whsec_.") from error
    return domain.lower(), secret
