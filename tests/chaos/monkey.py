"""Injects the faults: one at each seeded moment, until there were enough kills."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from random import Random

from tests.chaos.installation import LEASE, Installation, Pair
from tests.chaos.oracle import Oracle
from tests.chaos.parts import Kind, Part
from tests.chaos.tab import Tab

GRACE = 8.0  # seconds to end in, after SIGTERM
SHARE_OF_BUSY = 0.3  # how often a process is hit that has not recovered from the last fault

type Fault = Callable[[Part], Awaitable[None]]


class Monkey:
    def __init__(
        self, installation: Installation, tabs: Sequence[Tab], oracle: Oracle, *, seed: str, gap: float
    ) -> None:
        self._installation = installation
        self._tabs = tabs
        self._oracle = oracle
        self._rng = Random(seed)
        self._gap = gap
        self._busy: set[Part] = set()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def kills(self) -> int:
        return self._oracle.counts["kills"]

    async def rage(self, kills: int) -> None:
        """Return after that many kills, when all processes are up again."""
        while self.kills < kills:
            await asyncio.sleep(self._rng.uniform(0.1, 2 * self._gap))
            self._strike()
        if self._under_way:
            await asyncio.wait(self._under_way)
        for part in self._installation.parts:
            await self._bring_up(part)

    def _strike(self) -> None:
        kind, fault = self._choose()
        parts = [part for part in self._installation.parts if part.kind == kind]
        if parts:
            free = [part for part in parts if part not in self._busy]
            self._spawn(fault, self._rng.choice(free or parts))
        else:
            self._disturb_tabs()

    def _choose(self) -> tuple[Kind | None, Fault]:
        faults: list[tuple[int, Kind | None, Fault]] = [
            (34, "web", self._kill),
            (4, "web", self._pause),
            (4, "web", self._restart),
            (8, None, self._kill),
            (30, "worker", self._kill),
            (6, "worker", self._pause),
            (4, "worker", self._restart),
            (5, "redis", self._kill),
            (3, "redis", self._flush),
            (2, "redis", self._pause),
            (3, "postgres", self._kill),
            (2, "postgres", self._kill_a_child),
            (2, "postgres", self._shut_down_at_once),
            (2, "postgres", self._pause),
        ]
        within_reach = {part.kind for part in self._installation.parts if part not in self._busy} | {None}
        if self._rng.random() < SHARE_OF_BUSY:
            within_reach |= {part.kind for part in self._busy}
        possible = [fault for fault in faults if fault[1] in within_reach]
        _, kind, fault = self._rng.choices(possible, [weight for weight, _, _ in possible])[0]
        return kind, fault

    def _disturb_tabs(self) -> None:
        some = self._rng.sample(self._tabs, k=self._rng.randint(1, max(1, len(self._tabs) // 3)))
        match self._rng.choice(["cut", "cut", "stall", "reload"]):
            case "cut":
                self._oracle.counts["sockets cut"] += len(some)
                for tab in some:
                    tab.cut()
            case "stall":
                self._oracle.counts["tabs that stopped reading"] += len(some)
                for tab in some:
                    self._keep(asyncio.create_task(tab.stall(self._rng.uniform(0.5, 4))))
            case _:
                self._oracle.counts["tabs reloaded"] += 1
                some[0].forget()

    def _spawn(self, fault: Fault, part: Part) -> None:
        async def befall() -> None:
            self._busy.add(part)
            try:
                await fault(part)
                await asyncio.sleep(self._rng.choice([0, 0, 0.3, 1.0]))
                await self._bring_up(part)
            finally:
                self._busy.discard(part)

        self._keep(asyncio.create_task(befall()))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _bring_up(self, part: Part) -> None:
        try:
            await part.bring_up()
        except TimeoutError:
            self._oracle.violated("processes that did not come back", part.name)
            part.kill()

    async def _kill(self, part: Part) -> None:
        if part.process.running:
            part.kill()
            self._count("kills", part)

    async def _kill_a_child(self, part: Part) -> None:
        """Kill a backend; PostgreSQL then ends all others, and recovers."""
        if part.process.running and part.kill_a_child():
            self._count("kills", part)

    async def _shut_down_at_once(self, part: Part) -> None:
        if part.process.running:
            part.ask_to_end()
            await part.ended(GRACE)
            self._count("kills", part)

    async def _restart(self, part: Part) -> None:
        if part.process.running:
            part.ask_to_end()
            await part.ended(GRACE)
            self._count("restarts", part)

    async def _pause(self, part: Part) -> None:
        if part.process.running:
            part.pause()
            self._count("pauses", part)
            longest = 2.5 * LEASE if part.kind in {"web", "worker"} else LEASE
            await asyncio.sleep(self._rng.uniform(0.3, longest))
            if part.process.running:
                part.resume()

    async def _flush(self, part: Part) -> None:
        if isinstance(self._installation, Pair) and await asyncio.to_thread(part.answers):
            await asyncio.to_thread(self._installation.redis.flush)
            self._count("flushes", part)

    def _count(self, what: str, part: Part) -> None:
        self._oracle.counts[what] += 1
        self._oracle.counts[f"{what}: {part.kind}"] += 1
