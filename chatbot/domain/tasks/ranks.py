"""Ranks: texts that sort a person's tasks in the order that the person gives them.

A rank has digits only, which every database and every script sorts alike. It reads as the decimals of a
number between 0 and 1, so that there is one between any two, and moving a task changes no other.
"""

from __future__ import annotations

from itertools import count

WIDTH = 10  # digits of the rank of a task that was not moved
_FIRST = 5 * 10 ** (WIDTH - 1)  # there is as much room before the first task as behind the last


def rank_of(number: int) -> str:
    """The rank of a new task: behind those with lower numbers."""
    return str(_FIRST + number)


def rank_between(lower: str, upper: str) -> str:
    """The shortest rank behind `lower` and before `upper`, which is "" for the end of the list.

    `lower` is "" for its start. It must be less than `upper`.
    """
    upper = upper or str(int(lower[:WIDTH]) + 1)  # before the next new task
    for width in count(WIDTH):
        least = int(lower[:width].ljust(width, "0")) + 1 if lower else 1
        most = int(upper[:width].ljust(width, "0")) - (len(upper) <= width)
        if least <= most:
            chosen = (least + most) // 2 if lower else most
            return str(chosen).rjust(width, "0")
    raise AssertionError  # `count` has no end
