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
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.domain.runs import sweeper

logger = logging.getLogger(__name__)

SWEEP_INTERVAL = 5.0  # seconds
HEARTBEAT_INTERVAL = 5.0  # seconds
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
    sweep = sweeper.Sweeper().sweep
    while True:
        await _succeeds(sweep, "sweep")
        await asyncio.sleep(SWEEP_INTERVAL)


async def recover_and_sweep_on(recovered: asyncio.Event, called: asyncio.Event) -> None:
    """Recover, and again after each notification; from then on sweep as well, however many of these come."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_recover_on(recovered, called))
        await recovered.wait()
        group.create_task(sweep_on())


async def _recover_on(recovered: asyncio.Event, called: asyncio.Event) -> None:
    while True:
        called.clear()
        if await _succeeds(sweeper.recover, "sweep"):
            recovered.set()
            await called.wait()
        else:
            await asyncio.sleep(SWEEP_INTERVAL)


async def _succeeds(step: Callable[[], None], what: str) -> bool:
    """A failure is logged, and the loop of the step continues: no lost run would be found without it."""
    try:
        await database(step)
    except DatabaseError as error:
        logger.warning("Could not %s: %r", what, error)
    except Exception:
        logger.exception("Could not %s", what)
    else:
        return True
    return False


async def beat_on(heartbeat: Heartbeat) -> None:
    """Beat until cancelled, and say then that this process has ended."""
    try:
        while True:
            await _succeeds(heartbeat.beat, "beat")
            await asyncio.sleep(HEARTBEAT_INTERVAL)
    finally:
        with suppress(DatabaseError):
            await database(heartbeat.end)


async def prune_daily() -> None:
    """Delete each day what is past its retention, until cancelled."""
    await asyncio.sleep(PRUNE_AFTER)
    while True:
        try:
            await database(retention.prune)
        except DatabaseError as error:
            logger.warning("Could not prune: %r", error)
        await asyncio.sleep(PRUNE_INTERVAL)
