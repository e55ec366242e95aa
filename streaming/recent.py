"""The latest events of a stream, cached so that clients which reconnect share one read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from streaming.layers.transport import counts

from .database import query
from .entry import Entry
from .log import Position, read

READ_LIMIT = 200  # events that are read from the database at a time, and cached
SHARED_LIMIT = 1_000  # events within which clients that reconnect share one read
CATCH_UP_LIMIT = 50  # events passed to one client at a time: it keeps them until they are sent


class Recent:
    """Consecutive events, up to the latest one that the process knows."""

    def __init__(self, stream: str) -> None:
        self._stream = stream
        self._entries: list[Entry] = []
        self._limit = READ_LIMIT
        self._are_older_wanted = False
        self._loading: asyncio.Task[None] | None = None

    def covers(self, after: int) -> bool:
        return bool(self._entries) and self._entries[0].seq <= after + 1

    def after(self, seq: int) -> Sequence[Entry]:
        """Up to `CATCH_UP_LIMIT` events after a seq that the cache covers."""
        start = seq + 1 - self._entries[0].seq
        self._are_older_wanted |= len(self._entries) - start > READ_LIMIT
        return self._entries[start : start + CATCH_UP_LIMIT]

    def add(self, entries: Sequence[Entry]) -> None:
        self._entries.extend(entries)
        self._trim()

    def forget_older(self) -> None:
        """Called on every beat: older events are only kept while clients that reconnect need them."""
        if not self._are_older_wanted:
            self._limit = READ_LIMIT
            self._trim()
        self._are_older_wanted = False

    def clear(self) -> None:
        self.close()
        self._entries = []

    def close(self) -> None:
        if self._loading is not None:
            self._loading.cancel()

    async def reach_back(self, after: int, position: Position) -> None:
        """Load the events after a seq, once for all callers at the same time. Raises `DatabaseError`."""
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if not self.covers(after):
            if self._loading is None:
                self._loading = asyncio.create_task(self._load(after, position))
            await asyncio.shield(self._loading)

    async def _load(self, after: int, position: Position) -> None:
        # Twice as far back as the first client needs: others that reconnect now have missed more.
        count = min(max(2 * (position.last - after), READ_LIMIT), SHARED_LIMIT)
        start = max(position.last - count, position.pruned)
        end = self._begins_after(position)
        try:
            counts["reads"] += 1
            older = await query(read, self._stream, start, end - start)
            if older and older[-1].seq == self._begins_after(position):
                self._entries = older + self._entries
                self._limit = max(self._limit, count)
                self._are_older_wanted = True
        finally:
            self._loading = None

    def _begins_after(self, position: Position) -> int:
        return self._entries[0].seq - 1 if self._entries else position.last

    def _trim(self) -> None:
        del self._entries[: -self._limit]
