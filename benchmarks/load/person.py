"""A person with two tabs, one at each web process, who sends messages and has plans carried out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import cycle
from random import Random
from typing import Any

import httpx

from benchmarks.accounts import Account
from tests.services.web_server import WebServer

from .tab import Findings, Tab

PAUSE = (30.0, 90.0)  # seconds between two requests of a person
PLAN_EVERY = 10  # of the requests
GOAL = "Prepare a picnic for Saturday"
MESSAGES = ("add milk and bread", "What is on my list?", "complete milk", "find tasks about bread")


class Person:
    def __init__(
        self,
        number: int,
        account: Account,
        sites: Sequence[WebServer],
        http: httpx.AsyncClient,
        findings: Findings,
    ) -> None:
        self._account = account
        self._http = http
        self._findings = findings
        self._rng = Random(number)
        self._urls = cycle(site.url for site in (sites if number % 2 else reversed(sites)))
        self._messages = cycle(MESSAGES)
        self.tabs = [Tab(site.ws_url, account, findings) for site in sites]

    async def live(self, until: float) -> None:
        """Send requests until that time; what does not come, or fails, is counted."""
        turn = self._rng.randrange(PLAN_EVERY)
        await self._pause(0, until)
        while time.monotonic() < until:
            turn += 1
            try:
                await (self._have_planned() if turn % PLAN_EVERY == 0 else self._say(next(self._messages)))
            except (httpx.HTTPError, TimeoutError) as error:
                self._findings.errors.append(repr(error))
            await self._rng.choice(self.tabs).reopen()
            await self._pause(PAUSE[0], until)

    async def _pause(self, least: float, until: float) -> None:
        seconds = self._rng.uniform(least, PAUSE[1])
        await asyncio.sleep(min(seconds, max(until - time.monotonic(), 0)))

    async def misses_nothing(self) -> None:
        """Compare each tab with the log, once nothing happens any more."""
        for tab in self.tabs:
            path = f"/api/v1/{self._account.user_id}/events/"
            answer = await self._request("GET", path, params={"wait": "0", "after": tab.cursor})
            self._findings.lost += len(answer["events"])

    async def _say(self, message: str) -> None:
        posted = time.monotonic()
        run = (await self._request("POST", "/api/v1/chat/", json={"message": message}))["run_id"]
        self._findings.accepted.append((time.monotonic() - posted) * 1e3)
        ended = [await tab.until(lambda tab=tab: tab.ended.pop(run, None)) for tab in self.tabs]  # type: ignore[misc]
        self._findings.errors += [kind for _, kind in ended[:1] if kind != "agent_done"]
        started = [tab.started.pop(run, 0.0) for tab in self.tabs]
        self._findings.started.append((min(started) - posted) * 1e3)
        self._findings.answered.append((max(at for at, _ in ended) - posted) * 1e3)

    async def _have_planned(self) -> None:
        posted = time.monotonic()
        plan = (await self._request("POST", "/api/v1/plans/", json={"goal": GOAL}))["id"]
        self._findings.accepted.append((time.monotonic() - posted) * 1e3)
        tab = self.tabs[0]
        await tab.until(lambda: tab.plans.get(plan) in {"awaiting_approval", "failed"} or None)
        await self._request("POST", f"/api/v1/plans/{plan}/approve/", json={})
        await tab.until(lambda: tab.plans.get(plan) in {"completed", "failed"} or None)
        if tab.plans[plan] == "failed":
            self._findings.errors.append("A plan failed.")
        self._findings.plans.append((time.monotonic() - posted) * 1e3)

    async def _request(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        headers = {**self._account.headers, "Prefer": "respond-async"}
        response = await self._http.request(method, next(self._urls) + path, headers=headers, **content)
        answer: dict[str, Any] = response.raise_for_status().json()
        return answer
