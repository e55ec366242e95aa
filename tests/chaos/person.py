"""A person with many tabs, who talks to the assistant, edits tasks, and records what was confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx

from tests.chaos import sentences
from tests.chaos.http_client import HttpClient, NoAnswer
from tests.chaos.ledger import Ledger, Said
from tests.chaos.oracle import Log, Oracle
from tests.chaos.tab import Tab
from tests.contracts.client import Account

MOST_ACTIVE = 4  # runs that have not ended
CONVERSATIONS = 3
TASKS = 20
IMPORTED = 260  # tasks of a file
PACE = (0.1, 0.9)  # seconds between two actions
ACTIVE = {"queued", "running", "awaiting_approval"}


class Person:
    def __init__(
        self,
        account: Account,
        webs: list[str],
        sockets: list[str],
        oracle: Oracle,
        *,
        tabs: int,
        seed: str,
    ) -> None:
        self.account = account
        self.rng = Random(f"{seed} {account.username}")
        self.ledger = Ledger()
        self.log = Log(oracle)
        self.oracle = oracle
        self.http = HttpClient(webs, account, self.rng)
        self.tabs = [
            Tab(f"{account.username}, tab {n}", account, self.log, sockets, Random(f"{seed} {n}"))
            for n in range(tabs)
        ]
        self.is_leaving = False
        self.is_acting = False  # a request is on its way, perhaps again and again
        self._number = 0
        deeds: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (30, self._ask_to_add),
            (18, self._ask_anything),
            (8, self._stop),
            (8, self._retry),
            (3, self._regenerate),
            (3, self._undo),
            (4, self._add),
            (4, self._add_with_reminder),
            (4, self._add_repeating),
            (4, self._quick_add),
            (3, self._import),
            (6, self._rename),
            (5, self._complete),
            (4, self._delete),
        ]
        self._weights = [weight for weight, _ in deeds]
        self._deeds = [deed for _, deed in deeds]

    async def live(self) -> None:
        """Act in a loop; once `is_leaving` is set, only decide pending approvals."""
        while True:
            await asyncio.sleep(self.rng.uniform(*PACE))
            try:
                await self._decide()
                if not self.is_leaving:
                    await self._act()
            except NoAnswer as error:
                self.oracle.counts["requests without an answer"] += 1
                self.oracle.cases["requests without an answer"] = [str(error)]

    async def _act(self) -> None:
        self.is_acting = True
        try:
            await self.rng.choices(self._deeds, self._weights)[0]()
        finally:
            self.is_acting = False

    @property
    def screen(self) -> Any:
        return self.tabs[0].screen

    def _title(self) -> str:
        self._number += 1
        return f"{self.account.username}x{self._number}"

    def _runs(self, *statuses: str) -> list[str]:
        return [run_id for run_id, status in self.screen.runs.items() if status in statuses]

    async def _ask_to_add(self) -> None:
        titles = tuple(self._title() for _ in range(self.rng.choice([1, 1, 2, 3])))
        await self.say(sentences.add(titles), titles)

    async def _ask_anything(self) -> None:
        kinds = ["list", "story", "story", "complete all", "complete all"]
        if len(self.screen.tasks) > TASKS:
            kinds += ["delete all"] * 12
        await self.say(sentences.FIXED[self.rng.choice(kinds)])

    async def say(self, text: str, titles: tuple[str, ...] = ()) -> None:
        if len(self._runs(*ACTIVE)) >= MOST_ACTIVE:
            return
        known = list(self.screen.titles)
        is_new = len(known) < CONVERSATIONS and (not known or self.rng.random() < 0.2)
        body = {"message": text, "conversation_id": None if is_new else self.rng.choice(known)}
        headers = {"Idempotency-Key": f"key {self._number} {self.rng.random()}", "Prefer": "respond-async"}
        response = await self.http.until_answered("POST", "/api/chat", json=body, headers=headers)
        if self._is(response, 202):
            self.ledger.said.append(Said(text, response.json()["run_id"], titles))

    async def _stop(self) -> None:
        if runs := self._runs(*ACTIVE):
            run_id = self.rng.choice(runs)
            times = self.rng.choice([1, 1, 2])
            answers = await asyncio.gather(
                *(self.http.until_answered("POST", f"/api/runs/{run_id}/cancel/") for _ in range(times))
            )
            for response in answers:
                if self._is(response, 200, 202, 409) and response.status_code != 409:
                    self.ledger.stopped.add(run_id)

    async def _retry(self) -> None:
        if runs := self._runs("failed", "cancelled"):
            await self._again(self.rng.choice(runs), "retry")

    async def _regenerate(self) -> None:
        if runs := self._runs("succeeded"):
            await self._again(runs[-1], "regenerate")

    async def _again(self, run_id: str, how: str) -> None:
        """A second response may be 409: the first one was lost on its way."""
        if len(self._runs(*ACTIVE)) >= MOST_ACTIVE:
            return
        response = await self.http.until_answered("POST", f"/api/runs/{run_id}/{how}/")
        if self._is(response, 202, 409) and response.status_code == 202:
            self.ledger.again[response.json()["run_id"]] = run_id

    async def _undo(self) -> None:
        if runs := self._runs("succeeded"):
            run_id = self.rng.choice(runs[-3:])
            response = await self.http.until_answered("POST", f"/api/runs/{run_id}/undo/")
            if self._is(response, 200, 409) and response.status_code == 200:
                self.ledger.undone[run_id] = response.json()["undone"]

    async def _decide(self) -> None:
        """Decide a pending approval; sometimes from two tabs at once, of which only one may win."""
        waiting = [key for key, status in self.screen.calls.items() if status == "awaiting_approval"]
        for _, call_id in waiting[:1]:
            if not self.is_leaving and self.rng.random() < 0.7:
                continue
            ways = self.rng.choice([["approve"], ["decline"], ["approve", "decline"]])
            answers = await asyncio.gather(
                *(self.http.until_answered("POST", f"/api/tool-calls/{call_id}/{way}/") for way in ways)
            )
            for way, response in zip(ways, answers, strict=True):
                if self._is(response, 200, 409) and response.status_code == 200:
                    before = self.ledger.decided.setdefault(call_id, f"{way}d")
                    case = f"{call_id} was {before}, and then {way}d"
                    self.oracle.expect("answers that make no sense", before == f"{way}d", case)

    async def _add(self) -> None:
        await self._add_once({})

    async def _add_with_reminder(self) -> None:
        """A task whose only reminder is due in some seconds."""
        soon = datetime.now(UTC) + timedelta(seconds=self.rng.uniform(2, 15))
        due = soon + timedelta(minutes=1)
        task_id = await self._add_once({"due_at": due.isoformat(), "reminders": [1]})
        if task_id:
            self.ledger.reminders[task_id] = soon

    async def _add_repeating(self) -> None:
        if task_id := await self._add_once({"repeat": "FREQ=DAILY"}):
            self.ledger.repeating.add(self.ledger.added[task_id])

    async def _add_once(self, fields: dict[str, Any]) -> str | None:
        """The id of the task, unless the response was lost."""
        title = self._title()
        try:
            response = await self.http.once("POST", "/api/tasks/", json={"title": title, **fields})
        except NoAnswer:
            self.ledger.perhaps_added.add(title)
            return None
        if not self._is(response, 201):
            return None
        task_id: str = response.json()["id"]
        self.ledger.added[task_id] = title
        return task_id

    async def _quick_add(self) -> None:
        """Retried until there is a response: with its key it adds one task."""
        await self.quick_add(self._title())

    async def quick_add(self, title: str) -> None:
        response = await self.http.until_answered(
            "POST", "/api/tasks/quick-add/", json={"text": title}, headers={"Idempotency-Key": title}
        )
        if self._is(response, 201):
            [added] = response.json()["added"]
            self.ledger.added[added["task"]["id"]] = title

    async def _import(self) -> None:
        """Once: a file that takes two batches. If its upload got no response, it is only not started."""
        if self.ledger.imports:
            return
        titles = [self._title() for _ in range(IMPORTED)]
        content = "\n".join(["title", *titles]).encode()
        try:
            read = await self.http.once("POST", "/api/imports/?name=tasks.csv", content=content)
        except NoAnswer:
            return
        if self._is(read, 201):
            import_id = read.json()["id"]
            started = await self.http.until_answered("POST", f"/api/imports/{import_id}/start/", json={})
            if self._is(started, 202):
                self.ledger.imports[import_id] = titles

    async def _rename(self) -> None:
        if task_id := self._task():
            title = self._title()
            response = await self.http.until_answered(
                "PATCH", f"/api/tasks/{task_id}/", json={"title": title}
            )
            if self._is(response, 200, 404) and response.status_code == 200:
                self.ledger.renamed[title] = task_id

    async def _complete(self) -> None:
        if task_id := self._task():
            response = await self.http.until_answered("POST", f"/api/tasks/{task_id}/complete/")
            if self._is(response, 200, 404) and response.status_code == 200:
                self.ledger.completed.add(task_id)

    async def _delete(self) -> None:
        """A second response may be 404: the first one was lost on its way."""
        if task_id := self._task():
            response = await self.http.until_answered("DELETE", f"/api/tasks/{task_id}/")
            if self._is(response, 204, 404) and response.status_code == 204:
                self.ledger.deleted.add(task_id)

    def _task(self) -> str | None:
        return self.rng.choice(list(self.screen.tasks)) if self.screen.tasks else None

    def _is(self, response: httpx.Response, *statuses: int) -> bool:
        """Whether it is one of the statuses that are correct here."""
        if response.status_code in statuses:
            return True
        case = (
            f"{response.request.method} {response.request.url.path}: {response.status_code} {response.text}"
        )
        self.oracle.violated("answers that make no sense", case)
        return False
