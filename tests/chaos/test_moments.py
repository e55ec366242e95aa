"""A real process is killed at each critical point, and the next one recovers."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.round import Plan, Round
from tests.chaos.sentences import add
from tests.chaos.table import cases
from tests.services.wait import wait_until

NOTIFY = "streaming.notify.notify_from_thread"
MOMENTS = {
    "between-the-tools": "after chatbot.domain.journal.tool_calls.perform 1",
    "between-tools-and-next-turn": "after chatbot.domain.journal.tool_calls.perform 2",
    "after-the-response-before-its-tools": "after chatbot.domain.journal.turns.record_turn 1",
    "after-the-last-response-before-the-end": "before chatbot.domain.runs.endings.succeed 1",
    "after-the-commit-before-the-response-and-the-notification": f"before {NOTIFY} 1",
    "after-a-commit-of-the-run-before-its-notification": f"before {NOTIFY} 5",
    "after-the-last-event": "after chatbot.domain.runs.endings.succeed 1",
}
ADDED = "after-the-commit-of-a-task-before-its-answer"


class Deaths(Round):
    """A round of kills at exact points, one after the other, without other faults."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            Plan("single", "moments", kills=0, users=1, tabs=4, trouble=0), directory, lambda text: None
        )
        self._order = directory / "dies"

    def prepare(self) -> None:
        super().prepare()
        [web] = self.installation.webs
        web.argv[-1] = "tests.chaos.dying:application"
        self.installation.env["DIES"] = str(self._order)

    async def act(self) -> None:
        [person] = self.people
        person.is_leaving = True
        for moment, order in MOMENTS.items():
            titles = tuple(f"{moment}-{number}" for number in (1, 2, 3))
            await self._die(order, person.say(add(titles), titles))
        await self._die(f"before {NOTIFY} 1", person.quick_add(ADDED))

    async def _die(self, order: str, deed: Coroutine[Any, Any, None]) -> None:
        [part] = self.installation.parts
        self._order.write_text(order)
        doing = asyncio.create_task(deed)
        await asyncio.to_thread(wait_until, lambda: not part.process.running, f"the death {order}")
        self.oracle.counts["kills"] += 1
        await part.bring_up()
        await doing
        await self.quiet()


@pytest.mark.usefixtures("services")
@pytest.mark.chaos
def test_a_kill_at_any_point_is_recovered_from(tmp_path: Path) -> None:
    deaths = Deaths(tmp_path)
    oracle = deaths.play()
    assert oracle.is_content, cases({"single": oracle})
    assert oracle.counts["kills"] == len(MOMENTS) + 1
    [person] = deaths.people
    assert set(person.screen.runs.values()) == {"succeeded"}
    expected = {f"{moment}-{number}" for moment in MOMENTS for number in (1, 2, 3)}
    expected.add(ADDED)
    assert {task["title"] for task in person.screen.tasks.values()} == expected
