"""Which pages may open a socket with a person's cookie (RFC 6455, section 10.2)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


def is_allowed_origin(origin: str | None, host: str, *, secure: bool) -> bool:
    """The page's origin is this host, or one that may post forms here (`CSRF_TRUSTED_ORIGINS`)."""
    if not origin:
        return False
    if any(fnmatchcase(origin.lower(), trusted.lower()) for trusted in settings.CSRF_TRUSTED_ORIGINS):
        return True
    try:
        page = urlsplit(origin)
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if not validate_host(f"[{name}]" if ":" in name else name, settings.ALLOWED_HOSTS):
        return False
    return page.scheme in ({"https"} if secure else {"http", "https"}) and page.netloc == host
