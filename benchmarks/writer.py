"""A process, such as a worker, that commits events to a stream; prints `{seq: time}`.

`python -m benchmarks.writer STREAM COMMITS [SIZE]`
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import django

django.setup()

from asgiref.sync import ThreadSensitiveContext, sync_to_async  # noqa: E402
from django.db import transaction  # noqa: E402

from streaming.log import append  # noqa: E402

PAUSE = 0.01  # seconds between two commits
SIZE = 100  # characters of an event's message


def commit(stream: str, size: int) -> tuple[int, float]:
    """Append an event; returns its seq, and the time after the commit and before the notification."""
    moments: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(time.monotonic()))
        [entry] = append(stream, [("tool_progress", {"tool": "list_tasks", "message": "x" * size})])
    return entry.seq, moments[0]


async def write(stream: str, commits: int, size: int = SIZE) -> dict[int, float]:
    committed = {}
    async with ThreadSensitiveContext():
        for _ in range(commits):
            seq, moment = await sync_to_async(commit)(stream, size)
            committed[seq] = moment
            await asyncio.sleep(PAUSE)
    return committed


if __name__ == "__main__":
    print(json.dumps(asyncio.run(write(sys.argv[1], *map(int, sys.argv[2:])))))
