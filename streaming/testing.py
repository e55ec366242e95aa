"""For tests of applications that use streams: a client without a socket, and an unreliable layer."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from channels.layers import InMemoryChannelLayer

from streaming.layers.transport import local_hubs

from .connection import Connection
from .cursor import Cursor
from .entry import Entry, LiveFrame, Projection, dumps


class PlainProjection(Projection):
    """The simplest wire: `{"type", "seq", "id", "data"}`."""

    def event(self, entry: Entry) -> str:
        return dumps({"type": entry.type, "seq": entry.seq, "id": str(entry.cursor), "data": entry.data})

    def live(self, frame: LiveFrame) -> str:
        return dumps({"type": frame.type, "seq": None, "id": None, "data": frame.data})

    def established(self, cursor: Cursor) -> str:
        return dumps({"type": "established", "seq": None, "id": str(cursor), "data": {}})

    def heartbeat(self, cursor: Cursor, interval: float) -> str:
        return dumps({"type": "heartbeat", "seq": None, "id": str(cursor), "data": {"interval": interval}})

    def reset(self, cursor: Cursor) -> str:
        return dumps({"type": "reset", "seq": None, "id": str(cursor), "data": {}})


PLAIN = PlainProjection()


@dataclass
class Tab:
    """The frames that a client has received; `stall()` makes it stop reading until `read_on()`."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    closed_with: int | None = None
    connection: Connection = field(init=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._reading.set()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["seq"] is not None]

    @property
    def seqs(self) -> list[int]:
        return [frame["seq"] for frame in self.events]

    @property
    def cursor(self) -> Cursor:
        """The cursor from which this client would resume."""
        return Cursor.parse(
            [frame["id"] for frame in self.frames if frame["type"] != "heartbeat" and frame["id"]][-1]
        )

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["type"] == kind]

    def stall(self) -> None:
        self._reading.clear()

    def read_on(self) -> None:
        self._reading.set()

    async def until(self, condition: Callable[[Tab], bool], seconds: float = 10) -> None:
        """Wait until the condition holds; fails with what was received instead."""
        try:
            async with asyncio.timeout(seconds):
                while not condition(self):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"Not reached; received {self.seqs[-5:]}, closed: {self.closed_with}"
            ) from None

    async def _take(self, text: str) -> None:
        await self._reading.wait()
        self.frames.append(json.loads(text))
        self._news.set()

    async def _close(self, code: int) -> None:
        self.closed_with = code
        self._news.set()


@asynccontextmanager
async def open_tab(
    stream: str, after: Cursor | None = None, projection: Projection = PLAIN, **options: Any
) -> AsyncIterator[Tab]:
    """A client of a stream in this process, from a cursor or from now."""
    tab = Tab()
    tab.connection = Connection(tab._take, tab._close, projection, **options)
    try:
        await tab.connection.join(stream, after)
        yield tab
    finally:
        tab.connection.leave()


@contextmanager
def another_process() -> Iterator[None]:
    """Commits within are like those of another process: this one's hubs are notified through
    the channel layer only.

    An in-memory layer reaches no other process; `UnreliableLayer` counts as one that does.
    """
    hubs = dict(local_hubs)
    local_hubs.clear()
    try:
        yield
    finally:
        local_hubs.update(hubs)


def assert_exactly_once(tab: Tab, first: int, last: int) -> None:
    """Every event from `first` to `last`, each once, in order."""
    assert tab.seqs == list(range(first, last + 1)), f"{len(tab.seqs)} frames, {_faults(tab.seqs)}"


def _faults(seqs: list[int]) -> str:
    doubled = [seq for seq, times in Counter(seqs).items() if times > 1]
    jumps = [(a, b) for a, b in itertools.pairwise(seqs) if b != a + 1]
    return f"doubled: {doubled[:5]}, jumps: {jumps[:5]}, ends: {seqs[:1]}-{seqs[-1:]}"


class UnreliableLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """An in-memory layer that loses, repeats and reorders group messages, by chance from a seed.

    `CONFIG` takes `drop`, `repeat` and `delay` (probabilities; a delayed message comes after its successors)
    and `dead` (the layer raises).
    """

    def __init__(
        self,
        *,
        drop: float = 0,
        repeat: float = 0,
        delay: float = 0,
        dead: bool = False,
        seed: int = 1,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.dead = dead
        self.dropped = 0
        self._chances = (drop, repeat, delay)
        self._random = random.Random(seed)
        self._held: list[tuple[str, dict[str, Any]]] = []

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if self.dead:
            raise OSError("The layer is away.")
        drop, repeat, delay = self._chances
        if self._random.random() < drop:
            self.dropped += 1
            return
        if self._random.random() < delay:
            self._held.append((group, message))
            return
        await super().group_send(group, message)
        if self._random.random() < repeat:
            await super().group_send(group, message)
        held, self._held = self._held, []
        for late in held:
            await super().group_send(*late)

    async def group_add(self, group: str, channel: str) -> None:
        if self.dead:
            raise OSError("The layer is away.")
        await super().group_add(group, channel)
