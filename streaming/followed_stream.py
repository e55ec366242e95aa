"""One stream that connections of this process follow: its events in order, without gaps."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from django.db import Error as DatabaseError

from streaming.layers.transport import counts

from .conf import conf
from .cursor import Cursor
from .database import query
from .entry import Entry, LiveFrame
from .guard import Guard
from .hub_messages import Committed
from .log import NOWHERE, Position, find_position, read, stream_position
from .pacer import Pacer
from .recent import CATCH_UP_LIMIT, READ_LIMIT, SHARED_LIMIT, Recent
from .signals import events_delivered

logger = logging.getLogger(__name__)


class Listener(Protocol):
    """A client of a stream. Its methods are called on the loop, and must neither block nor raise."""

    tag: str
    guard: Guard | None

    def on_events(self, entries: Sequence[Entry]) -> None: ...

    def on_live(self, frame: LiveFrame) -> None: ...

    def on_heartbeat(self, top: Cursor, interval: float) -> None: ...

    def on_reset(self) -> None: ...

    def close(self, code: int) -> None: ...


class FollowedStream:
    """Delivers events to the listeners in order, and reads missing ones once for all listeners."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.listeners: set[Listener] = set()
        self.live_callbacks: set[Callable[[LiveFrame], None]] = set()
        self.position = Position("", 0, 0)
        self.opening: asyncio.Task[None] | None = None
        self.is_open = False
        self.active_at = float("-inf")
        self._was_active = False
        self._recent = Recent(stream)
        self._wanted = 0
        self._repairing: asyncio.Task[None] | None = None
        self._early: dict[int, Sequence[Entry]] = {}  # events after a gap, by the first seq
        self._gap_timer: asyncio.TimerHandle | None = None
        self._pacer = Pacer(self._deliver)

    @property
    def top(self) -> int:
        return self.position.last

    @property
    def active(self) -> bool:
        return time.monotonic() - self.active_at < conf().ACTIVE_FOR

    async def open(self) -> None:
        self._begin(await query(stream_position, self.stream))

    def _begin(self, position: Position) -> None:
        self.position = position
        self.is_open = True
        if self._wanted > self.top:
            self.catch_up(self._wanted)

    def close(self) -> None:
        self._recent.close()
        if self._repairing is not None:
            self._repairing.cancel()
        self._forget_early()
        self._pacer.clear()

    def committed(self, news: Committed) -> None:
        self.active_at = time.monotonic()
        if not self.is_open:
            self._wanted = max(self._wanted, news.last)
        elif news.epoch != self.position.epoch:
            self._start_over()
        elif news.last <= self.top:
            counts["repeated"] += 1
        elif not news.entries or self._repairing is not None:
            self.catch_up(news.last)
        elif news.first > self.top + 1:
            self._hold(news)
        else:
            self._advance(news.entries[self.top + 1 - news.first :])

    def _hold(self, news: Committed) -> None:
        self._early[news.first] = news.entries
        if self._gap_timer is None:
            self._gap_timer = asyncio.get_running_loop().call_later(conf().GAP_WAIT, self._read_gap)

    def _read_gap(self) -> None:
        wanted = max(entries[-1].seq for entries in self._early.values())
        self._forget_early()
        self.catch_up(wanted)

    def _forget_early(self) -> None:
        self._early = {}
        if self._gap_timer is not None:
            self._gap_timer.cancel()
            self._gap_timer = None

    def live(self, frame: LiveFrame) -> None:
        self.active_at = time.monotonic()
        self._pacer.flush()
        for listener in tuple(self.listeners):
            listener.on_live(frame)
        for callback in tuple(self.live_callbacks):
            callback(frame)

    def beat(self, truth: Position | None, *, idle_too: bool) -> None:
        """Compare with the position in the database, then send the listeners a heartbeat.

        A heartbeat says when the next one comes; so one more is sent when an active stream becomes idle.
        """
        self._recent.forget_older()
        truth = truth or NOWHERE
        if truth.epoch != self.position.epoch:
            self._start_over()
            return
        self.position = Position(truth.epoch, self.top, truth.pruned)
        if truth.last > self.top:
            self.active_at = time.monotonic()
            counts["repaired_by_beat"] += 1
            self.catch_up(truth.last)
        active, was_active = self.active, self._was_active
        self._was_active = active
        if active or was_active or idle_too:
            interval = conf().BEAT * (1 if active else conf().IDLE_BEATS)
            self._pacer.flush()
            for listener in tuple(self.listeners):
                listener.on_heartbeat(truth.cursor, interval)

    def catch_up(self, wanted: int) -> None:
        """Read from the log up to a seq, in one task for all callers."""
        self._wanted = max(self._wanted, wanted)
        if self._repairing is None:
            self._repairing = asyncio.create_task(self._repair())

    async def read(self, after: int) -> Sequence[Entry]:
        """The next events after a seq: from memory, or else from the log; empty at the end."""
        if after >= self.top:
            return ()
        await self.reach(after)
        if self._recent.covers(after):
            return self._recent.after(after)
        counts["reads"] += 1
        return await query(read, self.stream, after, CATCH_UP_LIMIT)

    async def reach(self, after: int) -> None:
        """Load what follows a seq into memory, unless that is too much. Raises `DatabaseError`."""
        if not self._recent.covers(after) and 0 < self.top - after <= SHARED_LIMIT:
            await self._recent.reach_back(after, self.position)

    async def _repair(self) -> None:
        try:
            while self.top < self._wanted:
                counts["reads"] += 1
                entries = await query(read, self.stream, self.top, READ_LIMIT)
                if not entries or entries[0].seq != self.top + 1:
                    self._start_over()
                    return
                self._advance(entries)
        except DatabaseError as error:
            # The next beat compares again.
            counts["database_errors"] += 1
            logger.warning("Could not read stream %s: %r", self.stream, error)
        finally:
            if self._repairing is asyncio.current_task():
                self._repairing = None

    def _advance(self, entries: Sequence[Entry]) -> None:
        while entries:
            self._recent.add(entries)
            self.position = Position(self.position.epoch, entries[-1].seq, self.position.pruned)
            self._pacer.add(entries, len(self.listeners))
            entries = self._early.pop(self.top + 1, ())
        if not self._early:
            self._forget_early()

    def _deliver(self, entries: Sequence[Entry]) -> None:
        for listener in tuple(self.listeners):
            listener.on_events(entries)
        if events_delivered.has_listeners():
            events_delivered.send_robust(None, entries=entries, connections=len(self.listeners))

    def _start_over(self) -> None:
        """The stream has another epoch (it was restored, or created again): all cursors are void."""
        counts["resets"] += 1
        self.close()
        self.is_open = False
        self._recent.clear()
        self._wanted = 0
        self._repairing = asyncio.create_task(self._reopen())

    async def _reopen(self) -> None:
        self._repairing = None
        try:
            self._begin(await query(find_position, self.stream))
        except DatabaseError as error:
            counts["database_errors"] += 1
            logger.warning("Could not open stream %s again: %r", self.stream, error)
            return
        for listener in tuple(self.listeners):
            listener.on_reset()
