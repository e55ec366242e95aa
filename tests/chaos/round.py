"""One round: an installation, people who use it, faults, then quiet, and the verdict."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.chaos.installation import Cluster, Installation, Pair, Single, Variant
from tests.chaos.monkey import Monkey
from tests.chaos.oracle import Oracle
from tests.chaos.person import Person
from tests.chaos.verdict import judge
from tests.contracts.site import Site
from tests.services.web_server import ROOT

INSTALLATIONS: dict[Variant, type[Installation]] = {"cluster": Cluster, "pair": Pair, "single": Single}
UNTIL_QUIET = 90  # seconds
UNTIL_CAUGHT_UP = 30


@dataclass(frozen=True, slots=True)
class Plan:
    variant: Variant
    seed: str
    kills: int
    users: int = 6
    tabs: int = 24  # of each user
    gap: float = 0.9  # seconds between two faults, on average
    deliveries: int = 0  # continue the faults until there were so many kills
    trouble: float = 0.2  # share of the model's answers that never become complete


class Round:
    def __init__(self, plan: Plan, directory: Path, report: Callable[[str], None]) -> None:
        self.plan = plan
        self.oracle = Oracle()
        self.installation = INSTALLATIONS[plan.variant](directory, plan.seed, plan.trouble)
        self._directory = directory
        self._report = report
        self.people: list[Person] = []

    def play(self) -> Oracle:
        """The whole round, with the logs of all processes in the directory."""
        try:
            self.prepare()
            asyncio.run(self._play())
        finally:
            self.installation.end()
        return self.oracle

    def prepare(self) -> None:
        self.installation.prepare()
        self.installation.use("slow")

    async def act(self) -> None:
        """The part of the round in which people are active."""
        await self._disturb(self.plan.kills * 3 // 5, self.plan.deliveries * 3 // 5)
        await self._switch_model()
        await self._disturb(self.plan.kills, self.plan.deliveries)

    async def _play(self) -> None:
        started = time.monotonic()
        await self.installation.start()
        self._invite()
        acts = [asyncio.create_task(person.live()) for person in self.people]
        acts += [asyncio.create_task(tab.live()) for person in self.people for tab in person.tabs]
        try:
            await self.act()
            await self._come_to_rest()
        finally:
            for act in acts:
                act.cancel()
            failures = await asyncio.gather(*acts, return_exceptions=True)
            for person in self.people:
                await person.http.close()
        for failure in failures:
            if not isinstance(failure, asyncio.CancelledError | None):
                raise failure
        self._judge()
        self.oracle.counts["seconds"] = round(time.monotonic() - started)

    def _invite(self) -> None:
        site = Site(self.installation.webs[0])
        site.make_accounts(200)
        webs, sockets = ([getattr(web, n) for web in self.installation.webs] for n in ("url", "ws_url"))
        for _ in range(self.plan.users):
            person = Person(
                site.account(), webs, sockets, self.oracle, tabs=self.plan.tabs, seed=self.plan.seed
            )
            self.people.append(person)

    async def _disturb(self, kills: int, deliveries: int) -> None:
        tabs = [tab for person in self.people for tab in person.tabs]
        seed = f"{self.plan.seed} {kills}"
        monkey = Monkey(self.installation, tabs, self.oracle, seed=seed, gap=self.plan.gap)
        telling = asyncio.create_task(self._tell_now_and_then())
        try:
            await monkey.rage(kills)
            await _until(lambda: self.oracle.deliveries >= deliveries, 600)
        finally:
            telling.cancel()

    async def _switch_model(self) -> None:
        """Change from the slow model to the offline assistant, between two runs of everybody."""
        await self.quiet()
        self.installation.use("offline")
        for part in self.installation.parts:
            if part.kind in {"web", "worker"}:
                part.kill()
                await part.bring_up()
        for person in self.people:
            person.is_leaving = False

    async def _come_to_rest(self) -> None:
        await self.quiet()
        positions = await asyncio.to_thread(self.installation.database.positions)

        def is_caught_up() -> bool:
            tops = {person: positions.get(f"user.{person.account.id}", 0) for person in self.people}
            return all(tab.seq >= top for person, top in tops.items() for tab in person.tabs)

        await _until(is_caught_up, UNTIL_CAUGHT_UP)

    async def quiet(self) -> None:
        """Wait until every run has ended, reminder is sent and request is answered, without new ones.

        (The verdict reports those that are not.)
        """
        started = time.monotonic()
        for person in self.people:
            person.is_leaving = True
        active = True
        while active and time.monotonic() - started < UNTIL_QUIET:
            await asyncio.sleep(0.5)
            unfinished = await asyncio.to_thread(self.installation.database.unfinished)
            active = bool(unfinished) or any(person.is_acting for person in self.people)
        waited = time.monotonic() - started
        counts = self.oracle.counts
        counts["seconds until all was quiet"] = max(counts["seconds until all was quiet"], round(waited))

    def _judge(self) -> None:
        ids = [person.account.id for person in self.people]
        dumped = subprocess.run(
            [sys.executable, "-m", "tests.chaos.dump", *ids],
            env=self.installation.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        (self._directory / "database.json").write_text(dumped.stdout)
        truth = json.loads(dumped.stdout)
        for trouble, times in self.installation.troubles().items():
            self.oracle.counts[f"answers: {trouble}"] = times
        for person in self.people:
            judge(person, truth[person.account.id])

    async def _tell_now_and_then(self) -> None:
        counts, started = self.oracle.counts, time.monotonic()
        for _ in count():
            await asyncio.sleep(10)
            self._report(
                f"{self.plan.variant}: {time.monotonic() - started:.0f} s, {counts['kills']} kills, "
                f"{self.oracle.deliveries} deliveries, {self.oracle.found.total()} violations"
            )


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 (it comes from many tasks)
                await asyncio.sleep(0.05)
