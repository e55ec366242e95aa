"""Markdown of messages, rendered on the server and sanitised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from typing import Any

import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from chatbot.domain.code_colours import CLASSES, coloured

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


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Below the headings of the page, the second of which is the author's name."""
    tag = f"h{min(int(tokens[index].tag[1:]) + 2, 6)}"
    return f"<{tag}>" if tokens[index].nesting > 0 else f"</{tag}>\n"


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block of code in a figure, with its language as the caption."""
    language = tokens[index].info.strip().partition(" ")[0]
    caption = f"<figcaption>{escape(language)}</figcaption>" if language else ""
    return f"<figure>{caption}{renderer.fence(tokens, index, options, env).strip()}</figure>\n"


_markdown = MarkdownIt(
    "commonmark",
    {"html": False, "linkify": True, "breaks": True, "highlight": lambda code, name, _: coloured(code, name)},
).enable(["table", "strikethrough", "linkify"])
_markdown.add_render_rule("th_open", _cell)
_markdown.add_render_rule("td_open", _cell)
_markdown.add_render_rule("image", _image)
_markdown.add_render_rule("fence", _fence)
_markdown.add_render_rule("heading_open", _heading)
_markdown.add_render_rule("heading_close", _heading)
_TAGS = set(
    "a blockquote br code del em figcaption figure h3 h4 h5 h6 hr li ol p pre s span strong "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}, "td": {"class"}, "th": {"class"}}
# What may be wider than the page is reached by keyboard, which scrolls it.
_SCROLLED = {tag: {"tabindex": "0"} for tag in ("pre", "table")}
_SCHEMES = {"http", "https", "mailto"}
_ITEM = ("list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close")


# Rendering takes up to a second for each 100,000 characters, in which it holds up its transaction or page.
MARKDOWN_LENGTH = 30_000


def render_markdown(text: str) -> SafeString:
    """Safe HTML: no raw HTML of the author, links instead of images, links only to the web and mail.

    A text of more than `MARKDOWN_LENGTH` characters is shown as it is written, in paragraphs and lines.
    """
    if len(text) > MARKDOWN_LENGTH:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 (it escapes)
    return _clean(_markdown.render(text))


def render_parts[T](text: str, read_item: Callable[[str], T | None]) -> list[SafeString | list[T]]:
    """The same HTML in parts, in which a list is what `read_item` reads in its items, if it can read all.

    It gets the text of an item without markup. Items with several paragraphs or with lists are not read.
    """
    if len(text) > MARKDOWN_LENGTH:
        return [render_markdown(text)]
    env: dict[str, Any] = {}
    tokens = _markdown.parse(text, env)
    parts: list[SafeString | list[T]] = []
    rendered = 0
    for begin, end in [*_lists(tokens), (len(tokens), len(tokens))]:
        found = [read_item(item) for item in _items(tokens[begin + 1 : end - 1])]
        items = [item for item in found if item is not None]
        if begin < len(tokens) and (not items or len(items) < len(found)):
            continue
        if begin > rendered:
            parts.append(_clean(_markdown.renderer.render(tokens[rendered:begin], _markdown.options, env)))
        parts += [items] if items else []
        rendered = end
    return parts


def _lists(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where each list begins and ends that is not within something else."""
    begin = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.type in ("bullet_list_open", "ordered_list_open"):
            begin = index
        elif token.level == 0 and token.type in ("bullet_list_close", "ordered_list_close"):
            yield begin, index + 1


def _items(tokens: Sequence[Token]) -> list[str]:
    """The texts of the items; none if one has more than a paragraph."""
    items = list(batched(tokens, len(_ITEM)))
    if any(tuple(token.type for token in item) != _ITEM for item in items):
        return []
    return [" ".join(child.content for child in item[2].children or ()) for item in items]


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"span": CLASSES},
        set_tag_attribute_values=_SCROLLED,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 (sanitised just above)
