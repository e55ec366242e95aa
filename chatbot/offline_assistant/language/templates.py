"""Tables of what people write: templates by their meaning, compiled to regular expressions.

A line without indentation is a meaning; the lines below it are the ways to say it. In them "[a]" is optional,
"(a|b)" are alternatives, "*" repeats what is before it, and "<mark>" stands for the synonyms of that name;
"<!mark>" says that what follows does not begin with one of them. "{x}" matches the synonyms named x, or any
words if there are none; "{x:one}" matches those named "one". A space matches white space; punctuation that is
a word by itself (":") needs none around it. The notation is that of Home Assistant's sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from .patterns import rx

type Slots = defaultdict[str, str]  # "" for a slot that was not matched

_SYMBOL = re.compile(r"\s+|\{\w+(?::\w+)?\}|<!?[\w ]+>|[\[\]()|*]|[^\s\[\](){}<>|*]+")
_ANY = "(?:.+?)"
_CLOSING = {"[": "]", "(": ")"}
_MARKS = frozenset({":", ",", ":|,"})


@dataclass(frozen=True)
class Vocabulary:
    """The synonyms of a language by name: templates, and `patterns` for what templates cannot express.

    `space` is the pattern between two words; `letters` maps letters to the patterns of their spellings.
    """

    templates: Mapping[str, str]
    patterns: Mapping[str, str] = field(default_factory=dict)
    space: str = r"\s+"
    letters: Mapping[int, str] = field(default_factory=dict)

    def compiled(self, template: str) -> re.Pattern[str]:
        return rx(self.pattern(template))

    def pattern(self, template: str) -> str:
        return _Template(template, self).whole()

    def named(self, name: str) -> str:
        if name == "any":
            return _ANY
        if name in self.patterns:
            return f"(?:{self.patterns[name].translate(dict(self.letters))})"
        return f"(?:{self.pattern(self.templates[name])})"

    def in_slot(self, slot: str, name: str) -> str:
        """The synonyms of that name, or those named like the slot; any words if there are none."""
        is_named = name or slot in self.patterns or slot in self.templates
        return self.named(name or slot) if is_named else _ANY

    def literal(self, text: str) -> str:
        return re.escape(text).replace("'", "['’]").translate(dict(self.letters))


class Table[Meaning]:
    """Templates by meaning, tried from the top. `meant` makes a meaning from the line that names it."""

    def __init__(self, text: str, words: Vocabulary, meant: Callable[[str], Meaning]) -> None:
        self._ways: list[tuple[Meaning, re.Pattern[str]]] = []
        named = ""
        for line in text.strip("\n").splitlines():
            if line.startswith(" "):
                self._ways.append((meant(named), words.compiled(line.strip())))
            else:
                named = line

    def readings(self, text: str) -> Iterator[tuple[Meaning, Slots]]:
        """The possible meanings of `text`, the likeliest first."""
        for meaning, pattern in self._ways:
            if match := pattern.fullmatch(text):
                yield meaning, defaultdict(str, match.groupdict(""))


@dataclass(frozen=True)
class _Part:
    pattern: str
    is_spaced: bool
    repeats: str = ""  # "?" or "*": it is optional
    is_free: bool = False  # punctuation that is a word by itself
    is_empty: bool = False


class _Template:
    """Parses one template."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self._symbols = _SYMBOL.findall(text)
        self._text = text
        self._words = words

    def whole(self) -> str:
        is_known = "".join(self._symbols) == self._text
        pattern = self._choice() if is_known else ""
        if not is_known or self._symbols:
            raise ValueError(f"not a template: {self._text}")
        return pattern

    def _choice(self) -> str:
        ways = [self._sequence()]
        while self._next() == "|":
            self._symbols.pop(0)
            ways.append(self._sequence())
        return "|".join(ways)

    def _next(self) -> str:
        return self._symbols[0] if self._symbols else ""

    def _sequence(self) -> str:
        parts: list[_Part] = []
        is_spaced = False
        while (symbol := self._next()) and symbol not in "|)]":
            self._symbols.pop(0)
            if symbol.isspace():
                is_spaced = True
            else:
                parts.append(self._part(symbol, is_spaced))
                is_spaced = False
        return self._joined(parts) + (self._words.space if is_spaced else "")

    def _part(self, symbol: str, is_spaced: bool) -> _Part:
        if symbol not in _CLOSING:
            is_free = is_spaced and symbol in _MARKS
            return _Part(self._simple(symbol), is_spaced, is_free=is_free, is_empty=symbol.startswith("<!"))
        inside = self._choice()
        if self._next() != _CLOSING[symbol]:
            raise ValueError(f"not a template: {self._text}")
        self._symbols.pop(0)
        repeats = "?" if symbol == "[" else ""
        if self._next() == "*":
            repeats = self._symbols.pop(0)
        return _Part(f"(?:{inside})", is_spaced, repeats, is_free=is_spaced and inside in _MARKS)

    def _simple(self, symbol: str) -> str:
        if symbol.startswith("{"):
            slot, _, name = symbol[1:-1].partition(":")
            return f"(?P<{slot}>{self._words.in_slot(slot, name)})"
        if symbol.startswith("<!"):
            return rf"(?!{self._words.named(symbol[2:-1])}\b)"
        return self._words.named(symbol[1:-1]) if symbol.startswith("<") else self._words.literal(symbol)

    def _joined(self, parts: list[_Part]) -> str:
        """Join the parts. An optional part includes the space before it, or at the beginning the one after
        it."""
        pattern, space = "", self._words.space
        has_started = bool(parts) and parts[0].is_spaced
        for part, following in zip_longest(parts, parts[1:]):
            before = space if part.is_spaced and has_started else ""
            after = space if following and following.is_spaced and not has_started else ""
            is_word = following is not None and not (following.is_spaced or following.repeats)
            if part.is_free:
                pattern += rf"(?:\s*{part.pattern}\s*|{space})" if part.repeats else rf"\s*{part.pattern}\s*"
                has_started = False
            elif not part.repeats or is_word:
                pattern += before + part.pattern + part.repeats
                has_started = has_started or not part.is_empty
            else:
                pattern += f"(?:{before}{part.pattern}{after}){part.repeats}"
        return pattern
