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

from streaming.layers.transport import PATIENCE, counts, group_of, layer_errors, local_hubs, shared_layer

from .conf import conf
from .database import query
from .entry import LiveFrame
from .followed_stream import FollowedStream, Listener
from .guard import check_guards
from .hub_messages import Check, Close, Committed, Malformed, Notification, from_message
from .log import stream_positions

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
        self._followed: dict[str, FollowedStream] = {}
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
        streams = [followed for hub in tuple(_hubs.values()) for followed in hub.followed_streams]
        return {followed.stream: len(followed.listeners) for followed in streams if followed.listeners}

    @property
    def followed_streams(self) -> list[FollowedStream]:
        return list(self._followed.values())

    async def follow(self, stream: str, listener: Listener) -> FollowedStream:
        """Join a stream. When this returns, no later event can be missed; raises `DatabaseError`."""
        followed = self._get_or_open(stream)
        followed.listeners.add(listener)
        try:
            await self._opened(followed)
        except BaseException:
            self.leave(followed, listener)
            raise
        return followed

    def leave(self, followed: FollowedStream, listener: Listener) -> None:
        followed.listeners.discard(listener)
        self._forget_unused(followed)

    async def on_live(self, stream: str, callback: Callable[[LiveFrame], None]) -> None:
        """Call back with each live frame of a stream, until the process ends. Raises `DatabaseError`.

        Registering the same callback again has no effect.
        """
        followed = self._get_or_open(stream)
        followed.live_callbacks.add(callback)
        try:
            await self._opened(followed)
        except BaseException:
            followed.live_callbacks.discard(callback)
            self._forget_unused(followed)
            raise

    def _get_or_open(self, stream: str) -> FollowedStream:
        self._start()
        followed = self._followed.get(stream)
        if followed is None:
            followed = self._followed[stream] = FollowedStream(stream)
            followed.opening = self._spawn(self._open(followed))
        return followed

    async def _opened(self, followed: FollowedStream) -> None:
        if followed.opening is not None:
            await asyncio.shield(followed.opening)

    def _forget_unused(self, followed: FollowedStream) -> None:
        is_used = followed.listeners or followed.live_callbacks
        if not is_used and self._followed.get(followed.stream) is followed:
            del self._followed[followed.stream]
            followed.close()
            self._spawn(self._reconcile(followed.stream))

    async def close(self, code: int = 1012) -> None:
        """Close all connections (at shutdown) and stop."""
        for followed in self.followed_streams:
            for listener in tuple(followed.listeners):
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

    async def _open(self, followed: FollowedStream) -> None:
        await self._reconcile(followed.stream)  # listen first, then read the position of the stream
        await followed.open()

    async def _reconcile(self, stream: str) -> None:
        """Join or leave a group as needed. If the layer is unreachable, the next beat retries."""
        if self._layer is None:
            return
        async with self._membership:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._set_membership(self._layer, stream)
            except layer_errors() as error:
                counts["layer_errors"] += 1
                logger.warning("The channel layer is away: %r", error)

    async def _own_channel(self) -> str:
        """The one channel of this hub. The caller holds the membership lock."""
        if not self._channel:
            self._channel = await self._layer.new_channel("hub")
        return self._channel

    async def _set_membership(self, layer: Any, stream: str) -> None:
        channel = await self._own_channel()
        wanted = stream in self._followed
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
            except layer_errors() as error:
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
        followed = self._followed.get(stream)
        if followed is None:
            return
        match notification:
            case Committed():
                followed.committed(notification)
            case LiveFrame():
                followed.live(notification)
            case Close(tag, code):
                for listener in tuple(followed.listeners):
                    if tag is None or listener.tag == tag:
                        listener.close(code)
            case Check():
                self._spawn(check_guards(tuple(followed.listeners)))

    async def _beat(self) -> None:
        """Find what the layer lost, by one query for the whole process."""
        number = 0
        while True:
            await asyncio.sleep(conf().BEAT)
            number += 1
            idle_too = number % conf().IDLE_BEATS == 0
            streams = [
                followed
                for followed in self.followed_streams
                if followed.opening is not None and followed.opening.done()
            ]
            try:
                await self._compare(streams, idle_too=idle_too)
                if idle_too:
                    await check_guards(listener for followed in streams for listener in followed.listeners)
            except DatabaseError as error:
                counts["database_errors"] += 1
                logger.warning("The beat could not read the streams: %r", error)

    async def _compare(self, streams: list[FollowedStream], *, idle_too: bool) -> None:
        # Streams with callbacks only are not read: nothing is lost there but live frames.
        streams = [followed for followed in streams if followed.listeners]
        truth = await query(stream_positions, [followed.stream for followed in streams]) if streams else {}
        for followed in streams:
            followed.beat(truth.get(followed.stream), idle_too=idle_too)
        for followed in streams:
            await self._reconcile(followed.stream)
