"""Parses HTML for tests: by selectors, independent of the order of attributes and the space between tags.

`parse.one("[data-badge]").text`. The contents of a `template` are not part of the document.
"""

from __future__ import annotations

from typing import Self

from django.http import HttpResponseBase
from selectolax.lexbor import LexborHTMLParser, LexborNode


class Element:
    """An element, or the document as a whole."""

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    def all(self, selector: str) -> list[Self]:
        """The elements that match a CSS selector, in document order."""
        return [type(self)(node) for node in self._node.css(selector)]

    def one(self, selector: str) -> Self:
        """The only element that matches; fails if there is none, or another one."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements fit {selector!r} in: {self.text}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    @property
    def text(self) -> str:
        """All text within, with single spaces."""
        return " ".join(self._node.text().split())

    @property
    def attributes(self) -> dict[str, str]:
        return {name: value or "" for name, value in self._node.attributes.items()}

    def form_values(self) -> dict[str, str]:
        """The data that a browser would send with this form if nothing was changed."""
        fields = [(field["name"], field.form_value) for field in self.all("[name]")]
        return {name: value for name, value in fields if value is not None}

    @property
    def form_value(self) -> str | None:
        """The value of a field of a form; `None` if it is not sent."""
        given = self.attributes
        match self._node.tag, given.get("type"):
            case "textarea", _:
                return self.raw_text
            case "select", _:
                return next((option["value"] for option in self.all("option[selected]")), None)
            case "input", "checkbox" | "radio":
                return given.get("value", "on") if "checked" in given else None
            case "input", kind if kind != "submit":
                return given.get("value", "")
        return None

    def __getitem__(self, attribute: str) -> str:
        """Raises `KeyError`."""
        return self.attributes[attribute]

    @property
    def raw_text(self) -> str:
        """Its text with all white space, as of a `textarea`."""
        return self._node.text()


def parse(html: str | HttpResponseBase) -> Element:
    text = html if isinstance(html, str) else html.content.decode()  # type: ignore[attr-defined]
    document = LexborHTMLParser(text)
    assert document.root is not None, "an empty document"
    return Element(document.root)
