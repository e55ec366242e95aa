"""A process that commits events to several streams in turn; prints `{stream: {seq: time}}`.

`python -m benchmarks.returning.writer EVENTS SIZE STREAM…`
"""

from __future__ import annotations

import asyncio
import json
import sys

from asgiref.sync import ThreadSensitiveContext, sync_to_async

from benchmarks.writer import PAUSE, commit


async def write(events: int, size: int, streams: list[str]) -> dict[str, dict[int, float]]:
    committed: dict[str, dict[int, float]] = {stream: {} for stream in streams}
    async with ThreadSensitiveContext():
        for _ in range(events):
            for stream in streams:
                seq, moment = await sync_to_async(commit)(stream, size)
                committed[stream][seq] = moment
                await asyncio.sleep(PAUSE / len(streams))
    return committed


if __name__ == "__main__":
    print(json.dumps(asyncio.run(write(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))))
