"""One subscription a process: the hub serves every connection of the process.

It is notified directly by its own process, and through the channel layer by others. With a group member for
each tab instead, every message would be received, decoded and encoded once a tab.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from typing import Any

from django.db import Error as DatabaseError

from streaming.layers.transport import LAYER_ERRORS, PATIENCE, counts, group_of, local_hubs, shared_layer

from .conf import conf
from .database import query
from .entry import LiveFrame
from .guard import check_guards
from .log import stream_positions
from .notifications import Check, Close, Committed, Malformed, Notification, from_message
from .watch import Listener, Watch

logger = logging.getLogger(__name__)

_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
_JOINS_AT_ONCE = 8
_REJOIN = 3_600.0  # seconds; memberships of some layers expire, so they are renewed
_MESSAGES_PER_TURN = 50  # received before others get their turn of the loop


class Hub:
    """The streams that connections of this process (of this event loop) follow."""

    def __init__(self) -> None:
        # Limits concurrent joins when many clients reconnect at once: the first need not wait for the last.
        self.joining = asyncio.Semaphore(_JOINS_AT_ONCE)
        self._id = secrets.token_hex(8)
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._layer = shared_layer()
        self._channel = ""
        self._watches: dict[str, Watch] = {}
        self._joined: dict[str, float] = {}  # stream → when its group was joined
        self._membership = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._started = False

    @classmethod
    def current(cls) -> Hub:
        """The hub of the running event loop."""
        loop = asyncio.get_running_loop()
        if loop not in _hubs:
            for ended in [other for other in _hubs if other.is_closed()]:
                local_hubs.pop(_hubs.pop(ended)._id, None)
            _hubs[loop] = cls()
        return _hubs[loop]

    @staticmethod
    def followed() -> dict[str, int]:
        """The streams that connections of this process follow, and how many connections each has."""
        watches = [watch for hub in tuple(_hubs.values()) for watch in hub.watches]
        return {watch.stream: len(watch.listeners) for watch in watches if watch.listeners}

    @property
    def watches(self) -> list[Watch]:
        return list(self._watches.values())

    async def follow(self, stream: str, listener: Listener) -> Watch:
        """Join a stream. When this returns, no later event can be missed; raises `DatabaseError`."""
        watch = self._watch(stream)
        watch.listeners.add(listener)
        try:
            await self._opened(watch)
        except BaseException:
            self.leave(watch, listener)
            raise
        return watch

    def leave(self, watch: Watch, listener: Listener) -> None:
        watch.listeners.discard(listener)
        self._forget_unused(watch)

    async def on_live(self, stream: str, callback: Callable[[LiveFrame], None]) -> None:
        """Call back with each live frame of a stream, until the process ends. Raises `DatabaseError`.

        Registering the same callback again has no effect.
        """
        watch = self._watch(stream)
        watch.live_callbacks.add(callback)
        try:
            await self._opened(watch)
        except BaseException:
            watch.live_callbacks.discard(callback)
            self._forget_unused(watch)
            raise

    def _watch(self, stream: str) -> Watch:
        self._start()
        watch = self._watches.get(stream)
        if watch is None:
            watch = self._watches[stream] = Watch(stream)
            watch.opening = self._spawn(self._open(watch))
        return watch

    async def _opened(self, watch: Watch) -> None:
        if watch.opening is not None:
            await asyncio.shield(watch.opening)

    def _forget_unused(self, watch: Watch) -> None:
        is_used = watch.listeners or watch.live_callbacks
        if not is_used and self._watches.get(watch.stream) is watch:
            del self._watches[watch.stream]
            watch.close()
            self._spawn(self._reconcile(watch.stream))

    async def close(self, code: int = 1012) -> None:
        """Close all connections (at shutdown) and stop."""
        for watch in self.watches:
            for listener in tuple(watch.listeners):
                listener.close(code)
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        local_hubs.pop(self._id, None)
        _hubs.pop(asyncio.get_running_loop(), None)

    def _start(self) -> None:
        if not self._started:
            self._started = True
            local_hubs[self._id] = self._notified
            if self._layer is not None:
                self._spawn(self._keep(self._pump))
            self._spawn(self._keep(self._beat))

    async def _keep(self, work: Callable[[], Any]) -> None:
        """Restart a task that an error ended, which `_finished` logs: without it, no tab gets events."""
        while True:
            await asyncio.wait([self._spawn(work())])
            await asyncio.sleep(PATIENCE)

    def _spawn(self, coroutine: Any) -> asyncio.Task[Any]:
        # A fresh context: the hub lives longer than the request that happens to start it.
        task = asyncio.get_running_loop().create_task(coroutine, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, DatabaseError):
            logger.error("A task of the stream hub ended", exc_info=error)

    async def _open(self, watch: Watch) -> None:
        await self._reconcile(watch.stream)  # listen first, then read the position of the stream
        await watch.open()

    async def _reconcile(self, stream: str) -> None:
        """Join or leave a group as needed. If the layer is unreachable, the next beat retries."""
        if self._layer is None:
            return
        async with self._membership:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._set_membership(self._layer, stream)
            except LAYER_ERRORS as error:
                counts["layer_errors"] += 1
                logger.warning("The channel layer is away: %r", error)

    async def _own_channel(self) -> str:
        """The one channel of this hub. The caller holds the membership lock."""
        if not self._channel:
            self._channel = await self._layer.new_channel("hub")
        return self._channel

    async def _set_membership(self, layer: Any, stream: str) -> None:
        channel = await self._own_channel()
        wanted = stream in self._watches
        if wanted and time.monotonic() - self._joined.get(stream, -1e9) > _REJOIN:
            await layer.group_add(group_of(stream), channel)
            self._joined[stream] = time.monotonic()
        elif not wanted and stream in self._joined:
            del self._joined[stream]
            await layer.group_discard(group_of(stream), channel)

    async def _pump(self) -> None:
        received = 0
        while True:
            try:
                async with self._membership, asyncio.timeout(PATIENCE):
                    channel = await self._own_channel()
                message = await self._layer.receive(channel)
            except LAYER_ERRORS as error:
                counts["layer_errors"] += 1
                logger.warning("The channel layer is away: %r", error)
                await asyncio.sleep(1)
                continue
            try:
                self._take(message)
            except Malformed as error:
                counts["malformed"] += 1
                logger.warning("The channel layer brought a message that cannot be read: %s", error)
            received += 1
            if received % _MESSAGES_PER_TURN == 0:
                await asyncio.sleep(0)

    def _take(self, message: dict[str, Any]) -> None:
        """Raises `Malformed`."""
        if self._id not in message.get("notified", ()):
            self._receive(message.get("stream", ""), from_message(message))

    def _notified(self, stream: str, notification: Notification) -> None:
        """Like `_receive`, in any thread."""
        if threading.get_ident() == self._thread:
            self._receive(stream, notification)
            return
        with suppress(RuntimeError):  # the event loop has ended
            # A fresh context: the hub lives longer than the request that happens to notify it.
            self._loop.call_soon_threadsafe(self._receive, stream, notification, context=Context())

    def _receive(self, stream: str, notification: Notification) -> None:
        watch = self._watches.get(stream)
        if watch is None:
            return
        match notification:
            case Committed():
                watch.committed(notification)
            case LiveFrame():
                watch.live(notification)
            case Close(tag, code):
                for listener in tuple(watch.listeners):
                    if tag is None or listener.tag == tag:
                        listener.close(code)
            case Check():
                self._spawn(check_guards(tuple(watch.listeners)))

    async def _beat(self) -> None:
        """Find what the layer lost, by one query for the whole process."""
        number = 0
        while True:
            await asyncio.sleep(conf().BEAT)
            number += 1
            idle_too = number % conf().IDLE_BEATS == 0
            watches = [watch for watch in self.watches if watch.opening is not None and watch.opening.done()]
            try:
                await self._compare(watches, idle_too=idle_too)
                if idle_too:
                    await check_guards(listener for watch in watches for listener in watch.listeners)
            except DatabaseError as error:
                counts["database_errors"] += 1
                logger.warning("The beat could not read the streams: %r", error)

    async def _compare(self, watches: list[Watch], *, idle_too: bool) -> None:
        # Streams with callbacks only are not read: nothing is lost there but live frames.
        followed = [watch for watch in watches if watch.listeners]
        truth = await query(stream_positions, [watch.stream for watch in followed]) if followed else {}
        for watch in followed:
            watch.beat(truth.get(watch.stream), idle_too=idle_too)
        for watch in watches:
            await self._reconcile(watch.stream)
