"""A template loader that removes white space without a meaning."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
ONLY_TAGS = re.compile(r"^((?:\{%[^\n]*?%\})+)\n", re.MULTILINE)
# Elements that begin and end a line by themselves.
BLOCK = (
    r"</?(?:article|aside|body|dd|details|dialog|div|dl|dt|footer|form|h\d|head|header|li|link|main|meta|nav|ol|p"
    r"|script|section|summary|symbol|template|title|ul)\b"
)
BESIDE_BLOCK = re.compile(rf"(?<=>)\n(?={BLOCK})|({BLOCK}[^<>\n]*>)\n")


class Loader(filesystem.Loader):
    """HTML without indentation, lines that hold nothing but template tags, and line breaks beside blocks.

    These would be a fifth of a page with many steps or tasks. Such white space in a template never has a
    meaning; text of people comes from variables.
    """

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        return compact(source) if origin.name.endswith(".html") else source


def compact(source: str) -> str:
    return BESIDE_BLOCK.sub(r"\1", ONLY_TAGS.sub(r"\1", INDENT.sub("", source)))
