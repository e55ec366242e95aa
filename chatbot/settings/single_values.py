"""Validate values that people copy from a web page or a shell: addresses, keys, names, headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

_QUOTES = "\"'`“”„‘’«»"
# RFC 9110, section 5.6.2: what the name of a header may consist of.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# Paths that documentation includes in the address of a request.
_OPERATIONS = ("/chat/completions", "/responses", "/models")


def require_single_word(name: str, value: str, *, is_secret: bool = False) -> str:
    """A value without quotes and white space that fits into a header. Errors do not show a secret."""
    shown = "" if is_secret else f": {value!r}"
    if any(quote in value for quote in _QUOTES):
        raise ImproperlyConfigured(f"{name} contains a quotation mark; leave it out{shown}.")
    if any(character.isspace() or not character.isprintable() for character in value):
        raise ImproperlyConfigured(f"{name} contains a space, a line break or a control character{shown}.")
    if not value.isascii():
        raise ImproperlyConfigured(f"{name} contains a letter that is not ASCII; copy it again{shown}.")
    return value


def parse_address(name: str, value: str) -> tuple[str, dict[str, str]]:
    """The base URL without paths such as `/chat/completions`, and the query string."""
    require_single_word(name, value)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a web address: {value!r}.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ImproperlyConfigured(f"{name} must begin with http:// or https:// and a host, not {value!r}.")
    if parts.username is not None or parts.password is not None:
        raise ImproperlyConfigured(f"{name} must not contain a password; set AGENT_HEADERS instead.")
    path = parts.path.rstrip("/")
    for operation in _OPERATIONS:
        path = path.removesuffix(operation)
    return urlunsplit((parts.scheme, parts.netloc, path, "", "")), dict(parse_qsl(parts.query))


def check_headers(name: str, headers: Mapping[str, Any]) -> dict[str, str]:
    """Errors do not show values, which may be secret."""
    for header, value in headers.items():
        if not _HEADER_NAME.fullmatch(header):
            raise ImproperlyConfigured(f"{name}: {header!r} cannot be the name of a header.")
        if not isinstance(value, str) or not value.isprintable() or not _is_latin_1(value):
            raise ImproperlyConfigured(f"{name}: the value of {header!r} must be one line of Latin-1 text.")
    return dict(headers)


def check_query(name: str, query: Mapping[str, Any]) -> dict[str, str]:
    for parameter, value in query.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ImproperlyConfigured(f"{name}: the value of {parameter!r} must be text or a whole number.")
    return {parameter: str(value) for parameter, value in query.items()}


def _is_latin_1(value: str) -> bool:
    return all(ord(character) < 256 for character in value)
