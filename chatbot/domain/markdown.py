"""Markdown of messages, rendered on the server and sanitised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_ALIGNED = {"text-align:right": "align-end", "text-align:center": "align-center"}


def _cell(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A class instead of a style, which the Content Security Policy does not allow."""
    token = tokens[index]
    alignment = _ALIGNED.get(str(token.attrs.pop("style", "")))
    if alignment:
        token.attrSet("class", alignment)
    return renderer.renderToken(tokens, index, options, env)


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link to the image: the address of an image would be fetched by every tab that shows it."""
    link = Token("link_open", "a", 1, attrs={"href": str(tokens[index].attrGet("src") or "")})
    label = Token("text", "", 0, content=tokens[index].content or "image")
    close = Token("link_close", "a", -1)
    return renderer.render([link, label, close], options, env)


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block of code in a figure, with its language as the caption."""
    language = tokens[index].info.strip().partition(" ")[0]
    caption = f"<figcaption>{escape(language)}</figcaption>" if language else ""
    return f"<figure>{caption}{renderer.fence(tokens, index, options, env).strip()}</figure>\n"


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True}).enable(
    ["table", "strikethrough", "linkify"]
)
_markdown.add_render_rule("th_open", _cell)
_markdown.add_render_rule("td_open", _cell)
_markdown.add_render_rule("image", _image)
_markdown.add_render_rule("fence", _fence)
_TAGS = set(
    "a blockquote br code del em figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre s strong "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}, "td": {"class"}, "th": {"class"}}
_SCHEMES = {"http", "https", "mailto"}


# Rendering takes up to a second for each 100,000 characters, in which it holds up its transaction or page.
MARKDOWN_LENGTH = 30_000


def render_markdown(text: str) -> SafeString:
    """Safe HTML: no raw HTML of the author, links instead of images, links only to the web and mail.

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
