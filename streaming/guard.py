"""Whether those who once signed in may still listen: asked as they join, and on the beat for all at once."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Protocol, Self

from .database import query

if TYPE_CHECKING:
    from .watch import Listener

SIGN_IN_AGAIN = 4401


class Guard(Protocol):
    """Proof of a right to listen, hashable."""

    @classmethod
    @abstractmethod
    def still_valid(cls, guards: Collection[Self]) -> set[Self]:
        """Those that still hold; one query for all of them."""

    def __hash__(self) -> int: ...


async def is_valid(guard: Guard | None) -> bool:
    return guard is None or bool(await query(type(guard).still_valid, {guard}))


async def check_guards(listeners: Iterable[Listener]) -> None:
    by_guard: dict[Guard, list[Listener]] = defaultdict(list)
    for listener in listeners:
        if listener.guard is not None:
            by_guard[listener.guard].append(listener)
    by_kind: dict[type[Guard], set[Guard]] = defaultdict(set)
    for guard in by_guard:
        by_kind[type(guard)].add(guard)
    for kind, guards in by_kind.items():
        valid = await query(kind.still_valid, guards)
        for guard in guards - valid:
            for listener in by_guard[guard]:
                listener.shut(SIGN_IN_AGAIN)
