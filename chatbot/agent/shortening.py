"""A request that was too long for its model, made shorter."""

from __future__ import annotations

from typing import Any

from .history_size import characters_in

type Item = dict[str, Any]

_OUTPUT = 500  # characters that are left of a tool's output


def shortened(items: list[Item], asked: int, bound: int) -> list[Item]:
    """The items in at most `bound` characters, if leaving out can do that.

    First the oldest messages go, with the calls of their answers; the one at `asked`, which is to be
    answered, and all after it stay. Then what tools have put out since is cut, the oldest first.
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
    """Without a message of the user's, and what came of it."""
    following = (index for index, item in enumerate(items) if index and item.get("role") == "user")
    return items[next(following, len(items)) :]
