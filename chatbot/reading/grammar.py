"""A cascade of small rules over tokens: the tokens that match a pattern are replaced by one
node with a value.

A pattern is a sequence of elements. An element in capitals is a category, "A|B" either of them, ANY any
word. With "?" it is optional. With "+" it follows the one before without a space. One with "!" turns words
into a date in a title ("on the 5th"), and is omitted where words are known to be about a date. The longest
match wins. Each stage visits a node a bounded number of times, so that reading takes time linear in the
length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

ANY_WORD = "ANY"


@dataclass(slots=True)
class Node:
    """`text[start:end]` and its possible meanings: values by category. `word` is its text in lower case."""

    start: int
    end: int
    word: str = ""
    meanings: dict[str, Any] = field(default_factory=dict)


class Values(dict[str, Any]):
    """The values of a match by category (a second one of a category as "DAY2"), and the position of each."""

    def __init__(self, steps: Sequence[tuple[str, Any]], nodes: Sequence[Node]) -> None:
        super().__init__()
        self.starts: dict[str, int] = {}
        for (element, value), node in zip(steps, nodes, strict=True):
            name, number = element, 1
            while name in self:
                number += 1
                name = f"{element}{number}"
            self[name], self.starts[name] = value, node.start


type _Steps = tuple[tuple[str, Any], ...]
type Builder = Callable[[Values, Any], Any]


@dataclass(frozen=True)
class Rule:
    """`build` computes the value of a node of the category `result`; if it returns None, the
    rule does not apply."""

    result: str
    pattern: str
    build: Builder


def rules(result: str, *rows: tuple[str, Builder]) -> tuple[Rule, ...]:
    """Each row has the patterns of one builder, separated by ";"."""
    return tuple(Rule(result, pattern, build) for patterns, build in rows for pattern in patterns.split(";"))


class Stage:
    """Rules that are tried together, as one tree of elements.

    Of rules with the same elements, the first one is used. In a stage that `repeats`, a match may start
    another one. `is_known`: the text is known to be about a date.
    """

    def __init__(self, members: Iterable[Rule], *, repeats: bool = False, is_known: bool = False) -> None:
        self._root: _Branch = _Branch()
        self._repeats = repeats
        for rule in members:
            for path in _paths(rule.pattern, is_known=is_known):
                branch = self._root
                for element in path:
                    where = branch.behind if element.startswith("+") else branch.next
                    branch = where.setdefault(element.removeprefix("+"), _Branch())
                branch.rule = branch.rule or rule

    def apply(self, nodes: Sequence[Node], context: Any) -> list[Node]:
        """Replace every match by its node, from left to right."""
        left, done = list(nodes), []
        position, starts = 0, self._root.next
        while position < len(left):
            node = left[position]
            is_start = node.word in starts or not starts.keys().isdisjoint(node.meanings)
            match = self._match(left, position, context) if is_start else None
            if match is None:
                done.append(node)
                position += 1
                continue
            found, width = match
            position += width
            if self._repeats and width > 1:  # it may start a longer one
                position -= 1
                left[position] = found
            else:
                done.append(found)
        return done

    def _match(self, nodes: Sequence[Node], position: int, context: Any) -> tuple[Node, int] | None:
        first = nodes[position]
        matches = sorted(self._walk(nodes, position), key=lambda match: -len(match[1]))
        for rule, steps in matches:
            parts = nodes[position : position + len(steps)]
            value = rule.build(Values(steps, parts), context)
            if value is not None:
                node = Node(first.start, parts[-1].end, meanings={rule.result: value})
                if len(parts) == 1:
                    node.word, node.meanings = first.word, {**first.meanings, rule.result: value}
                return node, len(parts)
        return None

    def _walk(self, nodes: Sequence[Node], position: int) -> Iterator[tuple[Rule, _Steps]]:
        stack: list[tuple[_Branch, _Steps]] = [(self._root, ())]
        while stack:
            branch, steps = stack.pop()
            if branch.rule and steps:
                yield branch.rule, steps
            place = position + len(steps)
            if place >= len(nodes):
                continue
            node, following = nodes[place], branch.next
            if branch.behind and nodes[place - 1].end == node.start:
                following = branch.behind | following
            for element, value in node.meanings.items():
                if element in following:
                    stack.append((following[element], (*steps, (element, value))))
            if node.word in following:
                stack.append((following[node.word], (*steps, (node.word, node.word))))
            if ANY_WORD in following and node.word[:1].isalpha():
                stack.append((following[ANY_WORD], (*steps, (ANY_WORD, slice(node.start, node.end)))))


@dataclass(slots=True)
class _Branch:
    """What may come next, and what may follow without a space."""

    next: dict[str, _Branch] = field(default_factory=dict)
    behind: dict[str, _Branch] = field(default_factory=dict)
    rule: Rule | None = None


def _paths(pattern: str, *, is_known: bool) -> Iterator[Sequence[str]]:
    for path in product(*(_choices(element, is_known=is_known) for element in pattern.split())):
        yield [element for element in path if element]


def _choices(element: str, *, is_known: bool) -> list[str]:
    if is_known and element.endswith("!"):
        return [""]
    return [*element.rstrip("?!").split("|"), *([""] if element.endswith("?") else [])]
