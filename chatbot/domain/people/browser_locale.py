"""Store the locale of a person's browser, which their automatic date settings follow."""

from __future__ import annotations

from django.utils.translation.trans_real import parse_accept_lang_header

from chatbot.models import User
from chatbot.models.account import LOCALE_LENGTH


def remember_browser_locale(owner: User, accept_language: str) -> None:
    """Store the first locale of an Accept-Language header, if it has changed.

    A header without a locale, or with one that is too long to store, changes nothing.
    """
    locales = (
        locale for locale, weight in parse_accept_lang_header(accept_language) if weight and locale != "*"
    )
    locale = next(locales, "")
    if locale and locale != owner.browser_locale and len(locale) <= LOCALE_LENGTH:
        User.objects.filter(pk=owner.pk).update(browser_locale=locale)
        owner.browser_locale = locale
