"""Tabs that do not read, and tabs that reconnect all at once, on both servers."""

from __future__ import annotations

from benchmarks.effort import Effort
from benchmarks.figures import Part
from benchmarks.workspace import Workspace

from . import slow, storm


async def measure(workspace: Workspace, effort: Effort) -> Part:
    parts = [await storm.measure(workspace, effort), await slow.measure(workspace, effort)]
    return Part(
        [table for part in parts for table in part.tables],
        [target for part in parts for target in part.targets],
    )
