"""Template tags for every page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from chatbot.catalogues.scripts import script_texts as texts_in
from chatbot.pages.highlight import highlighted
from chatbot.pages.modules import imports_of

register = Library()


@register.simple_tag(takes_context=True)
def module(context: Context, name: str) -> SafeString:
    """A script that is an ES module, with a hint for each module that it imports and no script before it."""
    page: Any = context.render_context  # whose type knows Django's own keys only
    hinted: set[str] = page.setdefault("hinted modules", set())
    others = [other for other in imports_of(name) if other not in hinted]
    hinted.update(others)
    hints = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(other),) for other in others)
    )
    return format_html('<script type="module" src="{}"></script>{}', static(name), hints)


@register.filter
def marked(text: str, search: str) -> SafeString:
    """The text with the words of a search marked."""
    return highlighted(text, search.split())


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The address of the current page, also in the request for one of its parts."""
    request: HttpRequest = context["request"]
    try:
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # a host in brackets that is not an IPv6 address
        return request.get_full_path()
    if shown.netloc != request.get_host():
        return request.get_full_path()
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


@register.simple_tag
def script_texts() -> SafeString:
    """The texts of scripts in the language of the page, for static/site/dom.js; nothing in English."""
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString("")
    return json_script({text: gettext(text) for text in _texts_of_scripts()}, "texts")


@cache
def _texts_of_scripts() -> tuple[str, ...]:
    directory = Path(settings.STATICFILES_DIRS[0])
    sources = (path.read_text(encoding="utf-8") for path in sorted(directory.rglob("*.js")))
    return tuple(dict.fromkeys(text for source in sources for _, text in texts_in(source)))
