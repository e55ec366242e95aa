"""Missed events: `python -m benchmarks.returning.history EVENTS STREAM…` appends to each stream."""

from __future__ import annotations

import sys

import django

django.setup()

from streaming.log import Record, append  # noqa: E402

MESSAGE = "x" * 100


def add(events: int, streams: list[str]) -> None:
    records = [Record("tool_progress", {"tool": "list_tasks", "message": MESSAGE})] * events
    for stream in streams:
        append(stream, records)


if __name__ == "__main__":
    add(int(sys.argv[1]), sys.argv[2:])
