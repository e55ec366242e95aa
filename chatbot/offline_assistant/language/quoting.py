"""Protects quotations from the rules: each is replaced by one private-use character, and restored in the
end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_FIRST = 0xE000
_ROOM = 0x1900
# Such a range is slow to compile if case is ignored.
_CHARACTER = f"(?-i:[{chr(_FIRST)}-{chr(_FIRST + _ROOM - 1)}])"
QUOTED = re.compile(_CHARACTER)

_QUOTATION = re.compile(
    _CHARACTER
    + r'|"[^"\n]{1,300}"|“[^”\n]{1,300}”|„[^“”\n]{1,300}[“”]|«[^»\n]{1,300}»|`[^`\n]{1,300}`'
    + r"|(?<![\w'’])'(?=\S)[^'\n]{1,300}(?:(?<=\w)'(?=\w)[^'\n]{1,300})*'(?!\w)"
    + r"|(?<!\w)‘[^‘\n]{1,300}’(?!\w)"
)


@dataclass(frozen=True)
class Quotes:
    """The quotations of a text, in order."""

    parts: list[str] = field(default_factory=list)

    def restore(self, text: str) -> str:
        """`text` with its quotations restored; without the quotation marks if `text` is only a quotation."""
        text = text.strip()
        if len(text) == 1 and QUOTED.fullmatch(text):
            part = self._part(text)
            return part[1:-1].strip() if len(part) > 2 else part
        return QUOTED.sub(lambda match: self._part(match.group()), text)

    def of(self, texts: Collection[str]) -> list[str]:
        """The characters of the quotations that are one of `texts`, which are folded."""
        characters = (chr(_FIRST + index) for index in range(len(self.parts)))
        return [one for one in characters if self.restore(one).casefold() in texts]

    def _part(self, character: str) -> str:
        index = ord(character) - _FIRST
        return self.parts[index] if index < len(self.parts) else character


def mask(text: str) -> tuple[str, Quotes]:
    """Replace the quotations in `text`. A private-use character that was typed is protected like a
    quotation."""
    quotes = Quotes()

    def take(match: re.Match[str]) -> str:
        if len(quotes.parts) >= _ROOM:
            return match.group() if len(match.group()) > 1 else " "
        quotes.parts.append(match.group())
        return chr(_FIRST + len(quotes.parts) - 1)

    return _QUOTATION.sub(take, text), quotes
