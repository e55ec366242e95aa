"""One client of a stream: it catches up, then goes live. A slow client costs a cursor, not a queue."""

from __future__ import annotations

import asyncio
import enum
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, NamedTuple

from django.db import Error as DatabaseError

from streaming.layers.transport import counts

from .conf import conf
from .cursor import Cursor
from .database import query
from .entry import Entry, LiveFrame, Projection
from .followed_stream import FollowedStream
from .guard import Guard, check_guards
from .hub import Hub
from .log import find_position

logger = logging.getLogger(__name__)

TOO_SLOW = 4008
SERVER_ERROR = 1011


class State(enum.Enum):
    JOINING = "joining"
    CATCHING_UP = "catching up"  # reads the log, or waits for its transport; gets no deliveries
    LIVE = "live"  # at the position of the followed stream
    WAITING = "waiting"  # out of credit until it acknowledges
    CLOSED = "closed"


class Start(NamedTuple):
    """The cursor after which a client is sent events. It `resumes` unless its own cursor was invalid."""

    cursor: Cursor
    resumes: bool


class Connection:
    """Sends each event of a stream once and in order, with `send(text)`.

    Consecutive events are sent within `together()`. `send` may raise `OSError` when the client has
    disconnected. `close(code)` is called at most once, when the server ends the connection. There is one
    write at a time; what happens during it is read from the log afterwards.
    """

    def __init__(
        self,
        send: Callable[[str], Coroutine[Any, Any, None]],
        close: Callable[[int], Coroutine[Any, Any, None]],
        projection: Projection,
        *,
        together: Callable[[], AbstractContextManager[None]] = nullcontext,
        tag: str = "",
        guard: Guard | None = None,
    ) -> None:
        self.tag = tag
        self.guard = guard
        self.state = State.JOINING
        self.seq = 0
        self._send_text = send
        self._close_transport = close
        self._together = together
        self._projection = projection
        self._followed: FollowedStream | None = None
        self._writing: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._acknowledges = False
        self._unacked: deque[tuple[int, int]] = deque()  # (seq, size) of frames sent
        self._unacked_size = 0
        self._live_size = 0
        self._held_frame: tuple[int, str] | None = None  # seq, and a live frame that came after it
        self._stuck_at, self._stuck_since = -1, 0.0  # a seq beyond which the transport has accepted nothing
        self._ack_timer: asyncio.TimerHandle | None = None
        self._limits = conf()

    @property
    def cursor(self) -> Cursor:
        return Cursor(self._followed.position.epoch if self._followed else "0" * 8, self.seq)

    async def join(self, stream: str, after: Cursor | None) -> None:
        """Follow a stream from a cursor, or from now; returns when caught up. Raises `DatabaseError`."""
        await self.begin(await self.find(stream, after))

    async def find(self, stream: str, after: Cursor | None) -> Start:
        """The first half of `join`: everything that needs the database and does not wait for the client."""
        followed = self._followed = await Hub.current().follow(stream, self)
        # The right may have ended after it was checked, and before this connection could be found and closed.
        await check_guards([self])
        if after is not None and after.epoch == followed.position.epoch and after.seq > followed.top:
            truth = await query(find_position, stream)  # the page has received more than this process
            followed.catch_up(truth.last)
            can_resume = truth.can_resume(after)
        else:
            if after is not None and followed.position.can_resume(after):
                await followed.reach(after.seq)
            can_resume = after is None or followed.position.can_resume(after)
        return Start(after if after is not None and can_resume else followed.position.cursor, can_resume)

    async def begin(self, at: Start) -> None:
        """The second half: send missed events, and go live; unless it was closed before."""
        if self.state is State.CLOSED:
            return
        self.seq = at.cursor.seq
        self._write(self._begin(at))
        if self._writing is not None:
            await asyncio.wait([self._writing])

    def leave(self) -> None:
        self.state = State.CLOSED
        for work in (self._writing, self._ack_timer):
            if work is not None:
                work.cancel()
        if self._followed is not None:
            Hub.current().leave(self._followed, self)

    def close(self, code: int) -> None:
        if self.state is not State.CLOSED:
            self.leave()
            self._closing = asyncio.create_task(self._end(code))

    async def _end(self, code: int) -> None:
        with suppress(OSError):  # the client has disconnected already
            await self._close_transport(code)

    def acknowledged(self, seq: int) -> None:
        """The client has handled everything up to a seq; this gives credit for more."""
        self._acknowledges = True
        self._live_size = 0
        while self._unacked and self._unacked[0][0] <= seq:
            self._unacked_size -= self._unacked.popleft()[1]
        if self.state is State.WAITING and self._has_credit():
            self._resume()

    def on_events(self, entries: Sequence[Entry]) -> None:
        if self.state is State.LIVE:
            self._write(self._send(entries) if len(entries) == 1 else self._send_batch(entries))

    def on_live(self, frame: LiveFrame) -> None:
        # A gap shows in the offset of the next frame, and is fetched then.
        text = frame.text(self._projection) if self.state is not State.JOINING else None
        if text is None or self._followed is None or self._live_size >= self._limits.UNACKED_BYTES:
            return
        if self.state is State.LIVE:
            self._live_size += len(text) if self._acknowledges else 0
            self._write(self._emit(text))
        else:
            self._held_frame = (self._followed.top, text)

    def on_heartbeat(self, top: Cursor, interval: float) -> None:
        if self.state is State.LIVE:
            if text := self._projection.heartbeat(top, interval):
                self._write(self._emit(text))
        elif self.state is State.CATCHING_UP and self._writing is None and self._followed is not None:
            self._resume()
        elif self.state is State.CATCHING_UP:
            self._close_if_stuck()

    def on_reset(self) -> None:
        if self._followed is not None and self.state not in (State.JOINING, State.CLOSED):
            if self._writing is not None:
                self._writing.cancel()
            self.seq = self._followed.top
            self._unacked.clear()
            self._unacked_size = 0
            self._write(self._emit(self._projection.reset(self._followed.position.cursor)))

    def _close_if_stuck(self) -> None:
        """Close a client that does not read: a server's ping timeout cannot end it, as the ping
        is behind unread data."""
        now = time.monotonic()
        if self._stuck_at != self.seq:
            self._stuck_at, self._stuck_since = self.seq, now
        elif now - self._stuck_since > self._limits.SEND_TIMEOUT:
            self.close(TOO_SLOW)

    def _resume(self) -> None:
        self._write(self._send(()))

    def _write(self, writing: Awaitable[None]) -> None:
        """Start writing within this call; the task remains only if the transport makes it wait."""
        self.state = State.CATCHING_UP
        if self._ack_timer is not None:
            self._ack_timer.cancel()
            self._ack_timer = None
        work = self._write_and_catch_up(writing)
        task = asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)
        self._writing = None if task.done() else task
        if self._writing is not None:
            self._writing.add_done_callback(self._written)

    def _written(self, task: asyncio.Task[None]) -> None:
        if self._writing is task:
            self._writing = None
            self._stuck_at = -1

    async def _write_and_catch_up(self, writing: Awaitable[None]) -> None:
        try:
            await writing
            await self._catch_up()
        except DatabaseError as error:
            counts["database_errors"] += 1  # retried at the next beat
            logger.warning("A connection could not catch up: %r", error)
        except OSError:
            self.leave()
        except Exception:
            logger.exception("A connection failed")
            self.close(SERVER_ERROR)

    async def _begin(self, at: Start) -> None:
        await self._emit(self._projection.established(at.cursor))
        if not at.resumes:
            await self._emit(self._projection.reset(at.cursor))

    async def _catch_up(self) -> None:
        followed = self._followed
        if followed is None:
            return
        while self.state is State.CATCHING_UP and (self.seq < followed.top or self._held_frame is not None):
            if self.seq >= followed.top:
                await self._emit_held_frame()
                continue
            entries = await followed.read(self.seq)
            if entries and entries[0].seq != self.seq + 1:
                self.seq = followed.top  # pruned in the meantime
                await self._emit(self._projection.reset(followed.position.cursor))
                continue
            await self._send_batch(entries)
        if self.state is State.CATCHING_UP:
            self.state = State.LIVE  # no `await` since the comparison with the followed stream

    async def _send_batch(self, entries: Sequence[Entry]) -> None:
        with self._together():
            await self._send(entries)

    async def _send(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.seq <= self.seq:
                continue
            if not self._has_credit():
                self.state = State.WAITING
                self._ack_timer = asyncio.get_running_loop().call_later(
                    self._limits.ACK_TIMEOUT, self.close, TOO_SLOW
                )
                return
            self.seq = entry.seq
            text = entry.text(self._projection)
            if text is None:
                continue
            if self._acknowledges:
                self._unacked.append((entry.seq, len(text)))
                self._unacked_size += len(text)
            await self._send_text(text)

    async def _emit(self, text: str | None) -> None:
        if text is not None:
            await self._send_text(text)

    async def _emit_held_frame(self) -> None:
        """Send the latest live frame, unless it is outdated: there may be no later one that shows the gap."""
        held, self._held_frame = self._held_frame, None
        if held is not None and held[0] == self.seq:
            await self._emit(held[1])

    def _has_credit(self) -> bool:
        if not self._acknowledges:
            return True
        limits = self._limits
        return len(self._unacked) < limits.UNACKED_FRAMES and self._unacked_size < limits.UNACKED_BYTES
