"""Requests to stop: one subscription of the process notifies the runs that it executes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import Error as DatabaseError

from chatbot.domain.runs.enqueue import STOPS
from streaming.entry import LiveFrame
from streaming.hub import Hub

logger = logging.getLogger(__name__)


class Stops:
    def __init__(self) -> None:
        self._runs: dict[str, asyncio.Event] = {}

    @asynccontextmanager
    async def of(self, run_id: object) -> AsyncIterator[asyncio.Event]:
        """An event that is set when the run is requested to stop. (The run's next write checks this, too.)"""
        called = self._runs[str(run_id)] = asyncio.Event()
        try:
            # Registered once for all runs of the process, until it ends.
            await Hub.current().on_live(STOPS, self._on_live)
        except DatabaseError as error:
            logger.warning("Could not listen for calls to stop: %r", error)
        try:
            yield called
        finally:
            del self._runs[str(run_id)]

    def _on_live(self, frame: LiveFrame) -> None:
        called = self._runs.get(frame.data["run_id"])
        if called is not None:
            called.set()


stops = Stops()
