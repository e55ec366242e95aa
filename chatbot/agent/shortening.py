"""Shortens a request that was too long for its model."""

from __future__ import annotations

from typing import Any

from .history_size import characters_in

type Item = dict[str, Any]

_OUTPUT = 500  # characters that are kept of a tool's output


def shortened(items: list[Item], asked: int, bound: int) -> list[Item]:
    """The items in at most `bound` characters, if possible.

    First the oldest messages are removed, with the calls of their answers, but neither the one at `asked`,
    which is to be answered, nor later items. Then the outputs of tools since then are cut, the oldest first.
    """
    earlier, current = items[:asked], list(items[asked:])
    while earlier and characters_in([*earlier, *current]) > bound:
        earlier = _without_oldest(earlier)
    for index, item in enumerate(current):
        if characters_in([*earlier, *current]) <= bound:
            break
        output = item.get("output")
        if isinstance(output, str) and len(output) > _OUTPUT:
            current[index] = {
                **item,
                "output": f"{output[:_OUTPUT]}… (The rest was left out, for it was too long.)",
            }
    return [*earlier, *current]


def _without_oldest(items: list[Item]) -> list[Item]:
    """Without the oldest message of the user, and its answer."""
    following = (index for index, item in enumerate(items) if index and item.get("role") == "user")
    return items[next(following, len(items)) :]
