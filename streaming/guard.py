"""Whether signed-in clients may still listen: checked as they join, and regularly for all at once."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol, Self

from .database import query

SIGN_IN_AGAIN = 4401


class Guard(Protocol):
    """Proof of a right to listen, hashable."""

    @classmethod
    @abstractmethod
    def still_valid(cls, guards: Collection[Self]) -> set[Self]:
        """The valid ones among them, by one query."""

    def __hash__(self) -> int: ...


class Guarded(Protocol):
    """A connection that is closed when its guard is no longer valid."""

    guard: Guard | None

    def close(self, code: int) -> None: ...


async def is_valid(guard: Guard | None) -> bool:
    return guard is None or bool(await query(type(guard).still_valid, {guard}))


async def check_guards(connections: Iterable[Guarded]) -> None:
    """Close those whose guard is no longer valid. Raises `DatabaseError`."""
    by_guard: dict[Guard, list[Guarded]] = defaultdict(list)
    for connection in connections:
        if connection.guard is not None:
            by_guard[connection.guard].append(connection)
    by_kind: dict[type[Guard], set[Guard]] = defaultdict(set)
    for guard in by_guard:
        by_kind[type(guard)].add(guard)
    for kind, guards in by_kind.items():
        valid = await query(kind.still_valid, guards)
        for guard in guards - valid:
            for connection in by_guard[guard]:
                connection.close(SIGN_IN_AGAIN)
