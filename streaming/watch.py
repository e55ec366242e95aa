"""What one process knows of one stream that some of its connections follow."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Protocol

from django.db import Error as DatabaseError

from streaming.layers.notify import counts

from .conf import conf
from .cursor import Cursor
from .database import query
from .entry import Entry, LiveFrame, Malformed, unpack
from .guard import Guard
from .log import NOWHERE, Position, find_position, read, stream_position
from .recent import Recent

logger = logging.getLogger(__name__)


class Listener(Protocol):
    """Whoever follows a watch. Called on the loop; must neither block nor raise."""

    tag: str
    guard: Guard | None

    def hear(self, entries: Sequence[Entry]) -> None: ...

    def hear_live(self, frame: LiveFrame) -> None: ...

    def hear_beat(self, top: Cursor, interval: float) -> None: ...

    def hear_reset(self) -> None: ...

    def shut(self, code: int) -> None: ...


class Watch:
    """Puts announcements in order, reads what is missing once for all listeners, and hands on seq by seq."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.listeners: set[Listener] = set()
        self.position = Position("", 0, 0)
        self.opening: asyncio.Task[None] | None = None
        self.is_open = False
        self.active_at = float("-inf")
        self._was_active = False
        self._recent = Recent(stream)
        self._wanted = 0
        self._repairing: asyncio.Task[None] | None = None
        self._untold: list[Entry] = []  # up to the top, not yet handed on
        self._telling: asyncio.TimerHandle | None = None
        self._rest_until = 0.0

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
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        self._untold = []

    def announced(self, epoch: str, first: int, last: int, payload: str | None) -> None:
        self.active_at = time.monotonic()
        if not self.is_open:
            self._wanted = max(self._wanted, last)
        elif epoch != self.position.epoch:
            self._start_over()
        elif last <= self.top:
            counts["announced_again"] += 1
        elif payload is None or first > self.top + 1 or self._repairing is not None:
            self.catch_up(last)
        else:
            self._take(epoch, first, last, payload)

    def _take(self, epoch: str, first: int, last: int, payload: str) -> None:
        try:
            entries = unpack(epoch, payload)
        except Malformed:
            entries = []
        if len(entries) == last - first + 1:
            self._advance(entries[self.top + 1 - first :])
        else:
            counts["malformed"] += 1
            self.catch_up(last)

    def live(self, frame: LiveFrame) -> None:
        self.active_at = time.monotonic()
        self._tell()
        for listener in tuple(self.listeners):
            listener.hear_live(frame)

    def beat(self, truth: Position | None, *, idle_too: bool) -> None:
        """Compare with the database's position, then tell the listeners how far the stream is.

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
            self._tell()
            for listener in tuple(self.listeners):
                listener.hear_beat(truth.cursor, interval)

    def catch_up(self, wanted: int) -> None:
        """Read from the log up to a seq, in one task for the whole process, however many ask."""
        self._wanted = max(self._wanted, wanted)
        if self._repairing is None:
            self._repairing = asyncio.create_task(self._repair())

    async def read(self, after: int) -> Sequence[Entry]:
        """The next events after a seq: from memory, or else from the log; empty at the top."""
        if after >= self.top:
            return ()
        await self.reach(after)
        if self._recent.covers(after):
            return self._recent.after(after)
        counts["reads"] += 1
        return await query(read, self.stream, after, conf().CATCH_UP_LIMIT)

    async def reach(self, after: int) -> None:
        """Have what follows a seq in memory, unless that is too much. Raises `DatabaseError`."""
        if not self._recent.covers(after) and 0 < self.top - after <= conf().SHARED_LIMIT:
            await self._recent.reach_back(after, self.position)

    async def _repair(self) -> None:
        try:
            while self.top < self._wanted:
                counts["reads"] += 1
                entries = await query(read, self.stream, self.top, conf().READ_LIMIT)
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
        self._recent.add(entries)
        self.position = Position(self.position.epoch, entries[-1].seq, self.position.pruned)
        self._untold.extend(entries)
        if self._telling is None:
            wait = self._rest_until - time.monotonic()
            self._telling = asyncio.get_running_loop().call_later(max(wait, 0), self._tell)

    def _tell(self) -> None:
        """Hand on what is new, then rest for as long as that took, so that the events of a burst go together.

        A listener that gets its events one after the other costs a third less than one among a hundred that
        take turns, and a lone event still goes out at once.
        """
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        if self._untold:
            entries, self._untold = self._untold, []
            begun = time.monotonic()
            for listener in tuple(self.listeners):
                listener.hear(entries)
            self._rest_until = time.monotonic() + conf().LONGEST_REST
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._rest, begun)

    def _rest(self, begun: float) -> None:
        """By now a server has written, too, what it put off until its loop's next turn."""
        now = time.monotonic()
        rest = min(now - begun, conf().LONGEST_REST)
        self._rest_until = now + rest
        if self._telling is not None:
            self._telling.cancel()
            self._telling = asyncio.get_running_loop().call_later(rest, self._tell)

    def _start_over(self) -> None:
        """The stream is not the one that was opened (restored, made anew): all cursors are of no use."""
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
            listener.hear_reset()
