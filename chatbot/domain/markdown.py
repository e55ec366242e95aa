"""Markdown of messages, rendered on the server and sanitised."""

from __future__ import annotations

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True}).enable(
    ["table", "strikethrough", "linkify"]
)
# No images: an address in a reply would be fetched by every tab that shows it.
_TAGS = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre s strong "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}
_SCHEMES = {"http", "https", "mailto"}


# Rendering takes up to a second for each 100,000 characters, in which it holds up its transaction or page.
MARKDOWN_LENGTH = 30_000


def render_markdown(text: str) -> SafeString:
    """Safe HTML: no raw HTML of the author, no images, links only to the web and mail.

    A text of more than `MARKDOWN_LENGTH` characters is shown as it is written, in paragraphs and lines.
    """
    if len(text) > MARKDOWN_LENGTH:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 (it escapes)
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 (sanitised just above)
