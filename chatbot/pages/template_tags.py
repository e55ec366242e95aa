"""Template tags for every page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
