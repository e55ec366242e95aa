"""The periodic tasks of a process that runs jobs: sweep and prune; and what it loads at its start."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import Error as DatabaseError

from chatbot.agent.database import database
from chatbot.domain.history import retention
from chatbot.domain.runs import sweeper

logger = logging.getLogger(__name__)

SWEEP_INTERVAL = 5.0  # seconds
PRUNE_AFTER = 60.0  # seconds from the start, when there is more urgent work
PRUNE_INTERVAL = 86_400.0


async def warm_up() -> None:
    """Load what runs need, so that the first one is fast. If that fails, the first run tries again."""
    try:
        await asyncio.to_thread(_load_agent)
        gc.freeze()  # as in `chatbot.asgi`
    except Exception:
        logger.exception("Could not warm up")


def _load_agent() -> None:
    from chatbot.agent import runner  # noqa: F401

    if settings.AGENT_ENDPOINT is None:
        from chatbot.agent import offline_answers  # noqa: F401


async def sweep_on() -> None:
    """Sweep until cancelled."""
    await _repeat(lambda: sweeper.sweep, asyncio.Event())


async def recover_and_sweep_on(recovered: asyncio.Event, called: asyncio.Event) -> None:
    """Recover, and again after each notification; sweep in between."""

    def step() -> Callable[[], None]:
        if recovered.is_set() and not called.is_set():
            return sweeper.sweep
        called.clear()
        return sweeper.recover

    await _repeat(step, called, recovered.set)


async def _repeat(
    next_step: Callable[[], Callable[[], None]], called: asyncio.Event, done: Callable[[], object] = bool
) -> None:
    while True:
        try:
            await database(next_step())
            done()
        except DatabaseError as error:
            logger.warning("Could not sweep: %r", error)
        except Exception:
            logger.exception("Could not sweep")  # without sweeps, no lost run would be found again
        with suppress(TimeoutError):
            await asyncio.wait_for(called.wait(), SWEEP_INTERVAL)


async def prune_daily() -> None:
    """Delete each day what is past its retention, until cancelled."""
    await asyncio.sleep(PRUNE_AFTER)
    while True:
        try:
            await database(retention.prune)
        except DatabaseError as error:
            logger.warning("Could not prune: %r", error)
        await asyncio.sleep(PRUNE_INTERVAL)
