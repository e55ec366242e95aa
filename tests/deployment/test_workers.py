"""Workers execute runs; people, tabs and stops use web processes. Any process may end at any time."""

from __future__ import annotations

import asyncio

import pytest

from tests.contracts.client import Account, ChatSocket, chat_socket
from tests.deployment.installation import Installation, attempts_left, post, start_run, terminate
from tests.provider.script import call, calls, says

STALLED = says("Hello", stop_after=3, then="stall")


async def test_a_run_is_executed_by_a_worker_and_followed_at_every_web_process(
    installation: Installation,
) -> None:
    alice = installation.account()
    uvicorn, daphne = installation.webs
    installation.provider.play(calls(call("add_task", title="Buy milk")), says("Done."))
    async with chat_socket(uvicorn.ws_url, alice) as one, chat_socket(daphne.ws_url, alice) as two:
        run_id = await start_run(daphne, alice)
        last = await one.until_end(run_id), await two.until_end(run_id)
    assert [frame["event_type"] for frame in last] == ["agent_done", "agent_done"]
    assert [frame["seq"] for frame in one.events] == [frame["seq"] for frame in two.events]


async def test_a_worker_that_is_asked_to_end_releases_its_run(
    installation: Installation,
) -> None:
    alice = installation.account()
    web = installation.webs[0]
    installation.provider.play(STALLED, says("Hello again."))
    async with chat_socket(web.ws_url, alice) as tab:
        run_id = await run_that_streams(tab, installation, alice)
        worker = installation.worker_at(run_id)
        terminate(worker)
        last = await tab.until_end(run_id)
    assert attempts_left(tab) == [3]  # it is not a loss: nobody waited for the lease to expire
    assert last["result"]["response"] == "Hello again."
    assert await asyncio.to_thread(worker.wait) == 0


async def test_the_run_of_a_killed_worker_is_resumed_when_its_lease_expires(
    installation: Installation,
) -> None:
    alice = installation.account()
    installation.provider.play(STALLED, says("Hello again."))
    async with chat_socket(installation.webs[0].ws_url, alice) as tab:
        run_id = await run_that_streams(tab, installation, alice)
        installation.worker_at(run_id).kill()
        last = await tab.until_end(run_id)
    assert (last["event_type"], last["attempt"]) == ("agent_done", 2)
    assert attempts_left(tab) == [2]


async def test_a_stop_at_any_web_process_aborts_the_call_in_the_worker(installation: Installation) -> None:
    alice = installation.account()
    installation.provider.play(STALLED)
    async with chat_socket(installation.webs[0].ws_url, alice) as tab:
        run_id = await run_that_streams(tab, installation, alice)
        await post(installation.webs[1], alice, f"/api/runs/{run_id}/cancel/")
        last = await tab.until_end(run_id)
    assert last["event_type"] == "run_cancelled"
    stopped = [frame for frame in tab.events if frame["event_type"] == "message_complete"]
    assert [frame["result"]["content"] for frame in stopped] == ["Hello"]


async def test_a_waiting_run_resumes_when_another_web_process_approves_it(
    installation: Installation,
) -> None:
    alice = installation.account()
    uvicorn, daphne = installation.webs
    for title in ("One", "Two"):
        await post(uvicorn, alice, "/api/tasks/", {"title": title})
    installation.provider.play(calls(call("delete_all_tasks", status="all")), says("All gone."))
    async with chat_socket(uvicorn.ws_url, alice) as tab:
        run_id = await start_run(uvicorn, alice)
        asked = await tab.until("approval_requested", run_id=run_id)
    for worker in installation.workers:  # no process holds a run that waits for approval
        worker.restart()
    after = tab.cursor
    async with (
        chat_socket(uvicorn.ws_url, alice, after=after) as one,
        chat_socket(daphne.ws_url, alice, after=after) as two,
    ):
        await post(daphne, alice, f"/api/tool-calls/{asked['call_id']}/approve/")
        last = await one.until_end(run_id), await two.until_end(run_id)
    assert [frame["event_type"] for frame in last] == ["agent_done", "agent_done"]
    assert [frame["count"] for frame in one.events if frame["event_type"] == "tasks_deleted"] == [2]


@pytest.mark.parametrize("away", ["redis", "database"])
async def test_workers_and_tabs_survive_outages_of_their_services(
    installation: Installation, request: pytest.FixtureRequest, away: str
) -> None:
    service = request.getfixturevalue("redis_server" if away == "redis" else "postgres_server")
    alice = installation.account()
    web = installation.webs[0]
    installation.provider.play(*[says("Hello.")] * 2)
    async with chat_socket(web.ws_url, alice) as tab:
        assert (await tab.until_end(await start_run(web, alice)))["event_type"] == "agent_done"
        service.kill()
        service.start()
        assert (await tab.until_end(await start_run(web, alice)))["event_type"] == "agent_done"
    assert all(worker.running for worker in installation.workers)


async def run_that_streams(tab: ChatSocket, installation: Installation, owner: Account) -> str:
    """Start a run, and wait until its model has sent some text."""
    run_id = await start_run(installation.webs[0], owner)
    await tab.until("message_delta", run_id=run_id)
    return run_id
