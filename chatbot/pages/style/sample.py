"""A component in one state, drawn by its own template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Attributes that name elements of the same page.
_REFERENCES = "id|for|form|list|popovertarget|aria-controls|aria-describedby|aria-labelledby"
_IDS = re.compile(rf'(?<=\s)({_REFERENCES})="([^"]+)"')
_OF_THE_FRAME = ("conversations", "deleted-chats", "palette-entries")
_OWN_ID = re.compile(r'(?<=\s)id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    samples: Iterable[Sample]


class Drawing:
    """Draws samples for one page: an id that an earlier sample has gets a number."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._used = Counter(_OF_THE_FRAME)

    def html(self, sample: Sample) -> SafeString:
        drawn: str = render_to_string(sample.template, sample.context, self._request)
        own = set(_OWN_ID.findall(drawn))
        self._used.update(own)
        numbered = {name: f"{name}--{self._used[name]}" for name in own if self._used[name] > 1}
        if numbered:
            drawn = _IDS.sub(lambda match: _renamed(match, numbered), drawn)
        return mark_safe(drawn)  # noqa: S308 (a template has escaped it)


def _renamed(match: re.Match[str], numbered: dict[str, str]) -> str:
    names = " ".join(numbered.get(name, name) for name in match[2].split())
    return f'{match[1]}="{names}"'


def ids() -> Callable[[], str]:
    """Makes ids that differ in what parts of a page have of them, and are the same on each page."""
    numbers = iter(range(1, 10_000))
    return lambda: str(UUID(int=next(numbers) << 96))
