"""Looks each second at the memory of the processes, and at how many runs wait for a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from statistics import median

import psutil
import psycopg

_QUEUED = "SELECT count(*) FROM chatbot_run WHERE status = 'queued'"


class Observer:
    def __init__(self, database_url: str, processes: Mapping[str, int]) -> None:
        """`processes` are the ids by name."""
        self._url = database_url
        self._processes = processes
        self.depths: list[float] = []  # of the queue
        self.memory: dict[str, list[float]] = {name: [] for name in processes}  # MB

    async def observe(self) -> None:
        """Until cancelled."""
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            while True:
                row = await (await connection.execute(_QUEUED)).fetchone()
                self.depths.append(row[0] if row else 0)
                for name, pid in self._processes.items():
                    self.memory[name].append(psutil.Process(pid).memory_info().rss / 1e6)
                await asyncio.sleep(1)

    def between(self, name: str, start: float, end: float) -> float:
        """The median of a process's memory in a part of the time, from 0 to 1."""
        taken = self.memory[name]
        return median(taken[int(start * len(taken)) : int(end * len(taken))])
