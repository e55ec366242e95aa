"""A warm-up run when a process starts, since the first run takes some hundred milliseconds longer."""

from __future__ import annotations

from agents import Agent, RunConfig, Runner

from . import runner  # noqa: F401  (loads everything that a run needs)
from .invoke import FUNCTION_TOOLS
from .offline_answers import OfflineModel


async def warm_up() -> None:
    agent = Agent[None](
        name="Warm-up",
        instructions="Now: 2026-01-01T00:00:00+00:00 (UTC)",
        model=OfflineModel(),
        tools=list(FUNCTION_TOOLS),
    )
    await Runner.run(agent, "help", run_config=RunConfig(tracing_disabled=True))
