"""One subscription a process: the hub joins the layer's groups and feeds every local connection.

It replaces a group member for each tab, which would receive, decode and encode every message again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextvars import Context
from typing import Any

from channels.layers import get_channel_layer
from django.db import Error as DatabaseError

from streaming.layers.notify import LAYER_ERRORS, PATIENCE, counts, group_of

from .conf import conf
from .database import query
from .entry import LiveFrame, Malformed
from .guard import check_guards
from .log import stream_positions
from .watch import Listener, Watch

logger = logging.getLogger(__name__)

_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
_MESSAGES_PER_BREATH = 50


class Hub:
    """The streams that connections of this process (of this event loop) follow."""

    def __init__(self) -> None:
        # Those who come back in a storm come in one after the other: the first are through before the last.
        self.turn = asyncio.Semaphore(conf().JOINS_AT_ONCE)
        self._layer = get_channel_layer()
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
                del _hubs[ended]
            _hubs[loop] = cls()
        return _hubs[loop]

    @property
    def watches(self) -> list[Watch]:
        return list(self._watches.values())

    async def follow(self, stream: str, listener: Listener) -> Watch:
        """Join a stream. When this returns, no later event can be missed; raises `DatabaseError`."""
        self._start()
        watch = self._watches.get(stream)
        if watch is None:
            watch = self._watches[stream] = Watch(stream)
            watch.opening = self._spawn(self._open(watch))
        watch.listeners.add(listener)
        try:
            if watch.opening is not None:
                await asyncio.shield(watch.opening)
        except BaseException:
            self.leave(watch, listener)
            raise
        return watch

    def leave(self, watch: Watch, listener: Listener) -> None:
        watch.listeners.discard(listener)
        if not watch.listeners and self._watches.get(watch.stream) is watch:
            del self._watches[watch.stream]
            watch.close()
            self._spawn(self._reconcile(watch.stream))

    async def close(self, code: int = 1012) -> None:
        """Send everybody away (at shutdown) and stop."""
        for watch in self.watches:
            for listener in tuple(watch.listeners):
                listener.shut(code)
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _hubs.pop(asyncio.get_running_loop(), None)

    def _start(self) -> None:
        if not self._started:
            self._started = True
            if self._layer is not None:
                self._spawn(self._keep(self._pump))
            self._spawn(self._keep(self._beat))

    async def _keep(self, work: Callable[[], Any]) -> None:
        """Begin anew what an error has ended, which `_finished` tells: without it, no tab hears anything."""
        while True:
            await asyncio.wait([self._spawn(work())])
            await asyncio.sleep(PATIENCE)

    def _spawn(self, coroutine: Any) -> asyncio.Task[Any]:
        # A fresh context: the hub outlives the request that happened to start it.
        task = asyncio.get_running_loop().create_task(coroutine, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, DatabaseError):
            logger.error("A task of the stream hub ended", exc_info=error)

    async def _open(self, watch: Watch) -> None:
        await self._reconcile(watch.stream)  # listen first, then look where the stream stands
        await watch.open()

    async def _reconcile(self, stream: str) -> None:
        """Make the group membership what it should be. If the layer is away, the beat tries again."""
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
        """The one channel of this hub; call it with the membership's lock."""
        if not self._channel:
            self._channel = await self._layer.new_channel("hub")
        return self._channel

    async def _set_membership(self, layer: Any, stream: str) -> None:
        channel = await self._own_channel()
        wanted = stream in self._watches
        if wanted and time.monotonic() - self._joined.get(stream, -1e9) > conf().REJOIN:
            await layer.group_add(group_of(stream), channel)
            self._joined[stream] = time.monotonic()
        elif not wanted and stream in self._joined:
            del self._joined[stream]
            await layer.group_discard(group_of(stream), channel)

    async def _pump(self) -> None:
        heard = 0
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
                self._hear(message)
            except Malformed as error:
                counts["malformed"] += 1
                logger.warning("The channel layer brought a message that cannot be read: %s", error)
            heard += 1
            if heard % _MESSAGES_PER_BREATH == 0:
                await asyncio.sleep(0)

    def _hear(self, message: dict[str, Any]) -> None:
        """Raises `Malformed`."""
        watch = self._watches.get(message.get("stream", ""))
        if watch is None:
            return
        match message:
            case {
                "type": "stream.announce",
                "epoch": str(epoch),
                "first": int(first),
                "last": int(last),
                "payload": str() | None as payload,
            }:
                watch.announced(epoch, first, last, payload)
            case {"type": "stream.live", "payload": str(payload)}:
                watch.live(LiveFrame.parse(payload))
            case {"type": "stream.close", "tag": str() | None as tag, "code": int(code)}:
                for listener in tuple(watch.listeners):
                    if tag is None or listener.tag == tag:
                        listener.shut(code)
            case {"type": "stream.check"}:
                self._spawn(check_guards(tuple(watch.listeners)))
            case _:
                raise Malformed(str(message)[:200])

    async def _beat(self) -> None:
        """Find what the layer lost, from one query for the whole process."""
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
        truth = await query(stream_positions, [watch.stream for watch in watches])
        for watch in watches:
            watch.beat(truth.get(watch.stream), idle_too=idle_too)
            await self._reconcile(watch.stream)
