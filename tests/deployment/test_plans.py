"""A plan whose worker is killed during planning, each step, and the summary."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.contracts.client import Account, ChatSocket, chat_socket
from tests.deployment.installation import Installation, post
from tests.provider.script import call, calls, says
from tests.services.web_server import WebServer

STALLED = says("Hello", stop_after=3, then="stall")
ADD = call("add_task", title="Venue", description=None, priority=None, due_at=None, tags=None)
PROPOSAL = {
    "title": "Offsite",
    "steps": [
        {"title": "Add", "detail": "The venue.", "agent": "Task Manager", "depends_on": []},
        {"title": "Look", "detail": "", "agent": "Reviewer", "depends_on": [1]},
    ],
    "note": "",
}
PLAN_EVENTS = {"plan_update", "step_update", "agent_message"}


@pytest.mark.timeout(300)
async def test_killing_the_worker_at_every_stage_loses_and_duplicates_nothing(
    installation: Installation,
) -> None:
    alice = installation.account()
    uvicorn, daphne = installation.webs
    installation.provider.play(
        *(STALLED, says(json.dumps(PROPOSAL))),
        *(calls(ADD), STALLED, says("Added #1.")),
        *(STALLED, says("It is there.")),
        *(STALLED, says("All is set.")),
    )
    async with chat_socket(uvicorn.ws_url, alice) as one, chat_socket(daphne.ws_url, alice) as two:
        other = asyncio.create_task(two.until("plan_update", message="All is set."))
        plan_id = (await post(uvicorn, alice, "/api/plans/", {"goal": "Prepare the offsite"}))["id"]
        ended = [await outlive_the_worker(one, installation)]
        await one.until("plan_update", message="Proposed 2 steps. Approve, edit or reject.")
        await post(daphne, alice, f"/api/plans/{plan_id}/approve/")
        ended += [await outlive_the_worker(one, installation) for _ in range(3)]
        last = await one.until("plan_update", message="All is set.")
        await other
    assert [frame["event_type"] for frame in ended] == ["agent_done"] * 4
    assert last["result"]["plan"]["status"] == "completed"
    assert [frame["seq"] for frame in one.events] == [frame["seq"] for frame in two.events]
    published = Counter(
        (frame["event_type"], frame["message"]) for frame in one.events if frame["event_type"] in PLAN_EVENTS
    )
    assert set(published.values()) == {1}, published
    kinds = Counter(frame["event_type"] for frame in one.events)
    assert (kinds["task_created"], kinds["tool_complete"], kinds["run_queued"]) == (1, 1, 4)
    plan = await get(daphne, alice, f"/api/plans/{plan_id}/")
    assert [step["result"] for step in plan["steps"]] == ["Added #1.", "It is there."]
    assert [step["status"] for step in plan["steps"]] == ["completed"] * 2


async def outlive_the_worker(tab: ChatSocket, installation: Installation) -> dict[str, Any]:
    """Kill the worker of the next run as soon as its model sends text; return the run's last event."""
    run_id = (await tab.until("run_queued"))["run_id"]
    await tab.until("message_delta", run_id=run_id)
    await asyncio.to_thread(lambda: installation.worker_at(run_id).kill())
    last = await tab.until_end(run_id)
    installation.revive()  # here, since a process ends with the thread that started it
    return last


async def get(web: WebServer, account: Account, path: str) -> Any:
    async with httpx.AsyncClient(base_url=web.url, headers=account.bearer, timeout=20) as http:
        return (await http.get(path)).raise_for_status().json()
