from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


def wait_until(condition: Callable[[], object], what: str, *, timeout: float = 20) -> None:
    """Return as soon as the condition holds; raise `TimeoutError` after that many seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"After {timeout:g} s still waiting for: {what}")
        time.sleep(0.02)


async def until(condition: Callable[[], Awaitable[object]], what: str, *, timeout: float = 20) -> None:
    """Like `wait_until`, for an asynchronous condition: `await until(milk.aexists, "the task")`."""
    try:
        async with asyncio.timeout(timeout):
            while not await condition():  # noqa: ASYNC110 (of other processes and of the database)
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise TimeoutError(f"After {timeout:g} s still waiting for: {what}") from None
