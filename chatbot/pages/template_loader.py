"""A template loader that removes indentation and empty lines."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
ONLY_TAGS = re.compile(r"^((?:\{%[^\n]*?%\})+)\n", re.MULTILINE)


class Loader(filesystem.Loader):
    """HTML without the indentation of its lines, and without lines that hold nothing but template tags.

    These would be a fifth of a page with many steps or tasks. Leading white space in a template never has a
    meaning; text of people comes from variables.
    """

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        return compact(source) if origin.name.endswith(".html") else source


def compact(source: str) -> str:
    return ONLY_TAGS.sub(r"\1", INDENT.sub("", source))
