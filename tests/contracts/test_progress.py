"""What clients get that request no options: the agent's progress only."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.contracts.client import PATIENCE, Account, Api, socket_url
from tests.contracts.frames import Frame, parse
from tests.contracts.test_socket_events import add
from tests.provider.script import call, calls, says

if TYPE_CHECKING:
    from tests.contracts.conftest import OpenSocket
    from tests.contracts.site import Site
    from tests.provider.script import Provider

SEVEN_FIELDS = ("event_type", "tool", "task_id", "count", "message", "result", "error")
SEVEN_TYPES = {
    "connection_established", "agent_thinking", "tool_starting", "tool_progress", "tool_complete",
    "tool_error", "agent_done",
}  # fmt: skip
TASKS = 60
MESSAGE = "Add a task to buy groceries"


async def lines_until(connection: ClientConnection, event_type: str) -> list[Frame]:
    """All lines up to an event, of a client that draws each frame."""
    frames: list[Frame] = []
    async with asyncio.timeout(PATIENCE):
        while not frames or frames[-1]["event_type"] != event_type:
            frames.append(parse(await connection.recv()))
    return frames


def field_url(site: Site, account: Account, **query: str) -> str:
    return socket_url(site.ws_url, account.id, token=account.token, **query)


async def test_each_frame_is_a_line_of_the_agents_progress(
    scripted: Site, scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(
        calls(*(add(f"Task {n}", f"add{n}") for n in range(TASKS))),
        calls(
            call("complete_task", "missing", number=999, completed=True),
            call("complete_all_tasks", "all", tag=None, priority=None),
        ),
        says("All ", "done.", pause=0.1),
    )
    account = scripted_api.account
    async with (
        connect(field_url(scripted, account)) as field,
        open_scripted(account) as everything,
    ):
        await scripted_api.request("POST", "/api/tasks/", json={"title": "Not the agent's"})
        run_id = await scripted_api.start()
        first, *drawn = await lines_until(field, "agent_done")
        await everything.until_end(run_id)

    assert first["message"] == "Connected to real-time updates"
    assert {frame["event_type"] for frame in (first, *drawn)} == SEVEN_TYPES
    for frame in (first, *drawn):
        assert set(SEVEN_FIELDS) <= frame.keys()
        assert isinstance(frame["message"], str), frame
        assert frame["message"].strip(), frame
    assert drawn == [event for event in everything.events if event["event_type"] in SEVEN_TYPES]
    types = {"tool_progress", "tasks_updated"}
    bulk = [event for event in everything.events if event["event_type"] in types]
    assert [event["event_type"] for event in bulk] == [
        "tasks_updated",
        "tool_progress",
        "tasks_updated",
    ]
    assert bulk[1]["message"] == "Checked 40 of 61 tasks"
    named = [task["number"] for event in bulk for task in (event["result"].get("tasks") or ())]
    assert named == list(range(1, TASKS + 2))


async def test_progress_continues_from_any_cursor_on_every_transport(
    site: Site, api: Api, open_socket: OpenSocket
) -> None:
    async with open_socket(api.account) as socket:
        cursors = [socket.cursor]
        await socket.until_end(await api.start(MESSAGE))
        cursors += [event["id"] for event in socket.events]
    progress = [event for event in socket.events if event["event_type"] in SEVEN_TYPES]

    for cursor in cursors[:-1]:
        missed = [event for event in progress if event["seq"] > int(cursor.partition(":")[2])]
        async with connect(field_url(site, api.account, after=cursor)) as field:
            assert (await lines_until(field, "agent_done"))[1:] == missed
    assert await api.poll(cursors[0], events="progress") == (progress, cursors[-1])
    async with api.sse(cursors[0], events="progress") as source:
        while not source.reading.frames or source.reading.frames[-1] != progress[-1]:
            await source.next()
    assert source.reading.frames[1:] == progress


@pytest.mark.both_servers
@pytest.mark.parametrize("events", ["", "none", "progress,all", "ALL"])
async def test_unknown_choice_of_events_is_refused_with_a_sentence(site: Site, api: Api, events: str) -> None:
    async with connect(field_url(site, api.account, events=events)) as socket:
        assert "progress, all" in json.loads(await socket.recv())["error"]
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4400

    for accept in ("application/json", "text/event-stream"):
        headers = {**api.account.bearer, "Accept": accept}
        answer = await api.http.get("/api/events", params={"events": events, "wait": 0}, headers=headers)
        assert answer.status_code == 400
        assert "progress, all" in answer.json()["error"]
