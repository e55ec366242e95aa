"""Addresses of the web that people give for requests of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.domain.text import clean


def web_address(text: Any, *, limit: int, allow_private: bool) -> str | None:
    """The address; `None` if it is none. Plain HTTP only with `allow_private`.

    Raises `Invalid` for the field `url`, also if it has a user name, a password or a fragment.
    """
    url = clean(text, field="url", limit=limit, single_line=True)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    schemes = {"https", "http"} if allow_private else {"https"}
    if not host or port == 0 or " " in url or parts.scheme not in schemes:
        return None
    if parts.username is not None or parts.fragment:
        raise Invalid(_("The address must have no user name, password or #."), "url")
    return url
