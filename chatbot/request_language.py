"""The language of a page: that of the person's settings, or of the browser.

Everything that is not drawn for a person is in English: what is stored, the API, sockets, logs.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation

from chatbot.addresses import API_DOCS
from chatbot.models import User

_APIS = ("/api/", "/v1/", "/agui")


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(_APIS) and not request.path.startswith(API_DOCS.rstrip("/"))


def drawn_for(request: HttpRequest, user: User | AnonymousUser | None = None) -> AbstractContextManager[None]:
    """Translate into the person's language; without a person, into the browser's.

    The API answers in English, except to the scripts of our own pages (static/site/api.js).
    """
    if is_api(request) and "X-For-Page" not in request.headers:
        return translation.override(settings.LANGUAGE_CODE)
    chosen = user.chosen_language if isinstance(user, User) else ""
    return translation.override(chosen or browser_language(request))


def browser_language(request: HttpRequest) -> str:
    """The one of our languages that the browser prefers."""
    return translation.get_language_from_request(request)


def language_name(language: str) -> str:
    """In the language itself."""
    return dict(settings.LANGUAGES)[language]
