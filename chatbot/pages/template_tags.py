"""Template tags that every page may use."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag
def live(url: str) -> SafeString:
    """The attributes of a part of a page that htmx fetches from `url` whenever a script calls it stale.

    A burst of calls is two requests at most, one after the other (static/live/parts.js).
    """
    return format_html(
        'hx-get="{}" hx-trigger="stale throttle:120ms" hx-swap="outerMorph" hx-sync="this:queue last"', url
    )


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The address of the page that the person is on, also while a part of it is drawn."""
    request: HttpRequest = context["request"]
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    if shown.netloc != request.get_host():
        return request.get_full_path()
    return f"{shown.path}?{shown.query}" if shown.query else shown.path
