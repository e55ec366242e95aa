"""The plan socket: subscriptions, valid and invalid frames, resuming, and the demonstration."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.contracts.client import Account, Api
from tests.contracts.frames import Frame
from tests.contracts.plan_client import ADDRESS, PlanSocket, plan_socket
from tests.contracts.test_socket import RAW

if TYPE_CHECKING:
    from tests.contracts.site import Site

NOT_FOUND = "Plan not found"
# (seconds, type, agent, step, message type, status)
SCRIPT = [
    (0, "agent_message", "Data Analyst", None, "thinking", "in_progress"),
    (1, "plan_update", "Data Analyst", "step_1", "action", "in_progress"),
    (3, "agent_message", "Data Analyst", None, "result", "completed"),
    (4, "step_update", None, "step_1", "result", "completed"),
    (4, "agent_message", "Business Advisor", None, "thinking", "in_progress"),
    (6, "plan_update", "Business Advisor", "step_2", "result", "completed"),
]


async def new_plan(api: Api, goal: str = "Water the plants") -> str:
    """A stopped plan, so that it has no further events of its own."""
    response = await api.request("POST", "/api/plans/", json={"goal": goal})
    assert response.status_code == 201, response.text
    plan_id: str = response.json()["id"]
    stopped = await api.request("POST", f"/api/plans/{plan_id}/cancel/")
    assert stopped.status_code == 200, stopped.text
    return plan_id


async def demonstrate(api: Api, plan_id: str) -> None:
    response = await api.request("POST", f"/api/test/streaming/{plan_id}")
    assert response.status_code == 202, response.text


def published(frame: Frame) -> tuple[Any, ...]:
    data = frame["data"]
    agent = data["agent_name"] if frame["type"] != "step_update" else None
    return frame["type"], agent, data["step_id"], data["message_type"], data["status"]


async def test_demonstration_sends_six_frames_with_their_timing(site: Site, api: Api) -> None:
    plan_id = await new_plan(api)
    async with plan_socket(site.ws_url, api.account) as socket:
        await socket.subscribe(plan_id)
        started = asyncio.get_running_loop().time()
        await demonstrate(api, plan_id)
        answered = asyncio.get_running_loop().time() - started
        frames = await socket.receive(plan_id, 6)
        lasted = asyncio.get_running_loop().time() - started
        assert await socket.refused("") != ""  # and there were no others

    assert [published(frame) for frame in frames] == [scene[1:] for scene in SCRIPT]
    assert answered < 2
    assert 5.8 < lasted < 9
    times = [datetime.fromisoformat(frame["data"]["timestamp"]) for frame in frames]
    since = [(time - times[0]).total_seconds() for time in times]
    late = [passed - scene[0] for passed, scene in zip(since, SCRIPT, strict=True)]
    assert all(-0.5 < seconds < 1.5 for seconds in late), since


async def test_tabs_get_events_of_their_plans_in_the_same_order(
    site: Site, api: Api, stranger: Account
) -> None:
    one, two, quiet = [await new_plan(api) for _ in range(3)]
    async with (
        plan_socket(site.ws_url, api.account) as both,
        plan_socket(site.ws_url, api.account, address="/api/ws/streaming") as first,
        plan_socket(site.ws_url, api.account) as third,
        plan_socket(site.ws_url, stranger) as other,
    ):
        await both.subscribe(one)
        await both.subscribe(two)
        await first.subscribe(one)
        await third.subscribe(quiet)
        for plan_id in (one, two, one, two):
            await demonstrate(api, plan_id)
        await both.receive(one, 12)
        await both.receive(two, 12)
        await first.receive(one, 12)
        assert first.received[one] == both.received[one]
        assert {frame["data"]["plan_id"] for frame in both.received[two]} == {two}
        for silent in (third, other):
            await silent.refused("")
        assert third.received == {quiet: []}


async def test_missed_events_are_replayed_after_any_frame(site: Site, api: Api) -> None:
    plan_id = await new_plan(api)
    async with plan_socket(site.ws_url, api.account) as socket:
        await socket.subscribe(plan_id)
        await asyncio.gather(*(demonstrate(api, plan_id) for _ in range(3)))
        frames = list(await socket.receive(plan_id, 18))

    for had, frame in enumerate(frames, start=1):
        async with plan_socket(site.ws_url, api.account) as again:
            await again.subscribe(plan_id, after=frame["id"])
            await again.receive(plan_id, len(frames) - had)
            await again.refused("")
            assert again.received[plan_id] == frames[had:]


@pytest.mark.both_servers
async def test_client_that_disconnects_at_each_frame_gets_each_once(site: Site, api: Api) -> None:
    plan_id, count = await new_plan(api), 24

    async def come_back_all_the_time() -> list[Frame]:
        received: list[Frame] = []
        cursor = begin
        while len(received) < count:
            async with connect(
                f"{site.ws_url}{ADDRESS}", additional_headers=api.account.bearer
            ) as connection:
                socket = PlanSocket(connection)
                await socket.subscribe(plan_id, after=cursor)
                received += await socket.receive(plan_id, 1)
                cursor = received[-1]["id"]
                connection.transport.abort()
        return received

    begin = (await api.get(f"/api/plans/{plan_id}/"))["cursor"]
    async with plan_socket(site.ws_url, api.account) as steady, asyncio.TaskGroup() as group:
        await steady.subscribe(plan_id)
        restless = group.create_task(come_back_all_the_time())
        for _ in range(count // 6):
            await demonstrate(api, plan_id)
        frames = await steady.receive(plan_id, count)

    assert restless.result() == frames


async def test_plan_of_somebody_else_gets_the_error_of_an_unknown_one(
    site: Site, api: Api, stranger: Account
) -> None:
    plan_id = await new_plan(api)
    async with plan_socket(site.ws_url, stranger) as socket:
        for unknown in (plan_id, str(uuid4()), "step_1", ""):
            frame = {"type": "subscribe_plan", "plan_id": unknown}
            assert await socket.refused(frame, plan_id=unknown) == NOT_FOUND
        await demonstrate(api, plan_id)
        await socket.refused("")
        assert socket.received == {}


JUNK: list[Any] = [
    *RAW,
    {},
    [],
    {"type": None},
    {"type": "subscribe"},
    {"type": "message", "content": "x" * 100_000},
    {"type": "subscribe_plan"},
    {"type": "subscribe_plan", "plan_id": None},
    {"type": "subscribe_plan", "plan_id": 7},
    {"type": "subscribe_plan", "plan_id": ["x"]},
    {"type": "unsubscribe_plan"},
    "x" * 1_000_000,
]


async def test_invalid_frame_gets_an_error_and_the_socket_stays_usable(site: Site, api: Api) -> None:
    plan_id = await new_plan(api)
    async with plan_socket(site.ws_url, api.account) as socket:
        await socket.subscribe(plan_id)
        for junk in JUNK:
            assert await socket.refused(junk)
        for half in (
            '{"type":"subscribe_plan","plan_id":"\\ud800"}',
            '{"type":"\\ud800","plan_id":"\\ud800"}',
        ):
            await socket.connection.send(half)
            assert (await socket.next())["type"] == "error"
        await demonstrate(api, plan_id)
        await socket.receive(plan_id, 2)


MAKE_PLANS = """
import json
from chatbot.models import Plan
plans = [Plan(owner_id="{owner}", goal="Rest", status="cancelled") for _ in range(130)]
print(json.dumps([str(plan.pk) for plan in Plan.objects.bulk_create(plans)]))
"""


async def test_one_socket_carries_128_plans(site: Site, api: Api) -> None:
    printed = await asyncio.to_thread(
        site.server.manage, "shell", "--verbosity", "0", "-c", MAKE_PLANS.format(owner=api.account.id)
    )
    plan_ids = json.loads(printed.splitlines()[-1])
    async with plan_socket(site.ws_url, api.account) as socket:
        for plan_id in plan_ids[:128]:
            await socket.subscribe(plan_id)
        for plan_id in plan_ids[128:]:
            frame = {"type": "subscribe_plan", "plan_id": plan_id}
            assert "128" in await socket.refused(frame, plan_id=plan_id)
        await socket.unsubscribe(plan_ids[0])
        await socket.unsubscribe(plan_ids[0])
        await socket.subscribe(plan_ids[129])
        await demonstrate(api, plan_ids[129])
        await demonstrate(api, plan_ids[0])
        await socket.receive(plan_ids[129], 2)
        assert not [f for f in socket.received[plan_ids[0]] if f["data"]["agent_name"] == "Data Analyst"]


@pytest.mark.both_servers
async def test_frames_that_come_before_the_socket_is_ready_are_answered(site: Site, api: Api) -> None:
    plan_id = await new_plan(api)
    for _ in range(10):
        async with connect(f"{site.ws_url}{ADDRESS}", additional_headers=api.account.bearer) as connection:
            await connection.send(json.dumps({"type": "subscribe_plan", "plan_id": plan_id}))
            answer = json.loads(await asyncio.wait_for(connection.recv(), 10))
            assert answer == {"type": "subscription_confirmed", "plan_id": plan_id}


@pytest.mark.both_servers
@pytest.mark.parametrize("address", [ADDRESS, f"/api{ADDRESS}", f"{ADDRESS}/"])
async def test_handshake_without_a_sign_in_is_refused(site: Site, address: str) -> None:
    foreign = {"Cookie": f"sessionid={site.account().session}", "Origin": "https://elsewhere.example"}
    odd = [f"?token={account.token}" for account in site.odd.values()]
    ways: list[tuple[str, dict[str, str]]] = [
        ("", {}), ("?token=x", {}), ("?ticket=x", {}), ("", {"Authorization": "Bearer x"}), ("", foreign),
        *((query, {}) for query in odd),
    ]  # fmt: skip
    for query, headers in ways:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{site.ws_url}{address}{query}", additional_headers=headers)
        assert refused.value.response.status_code == 403, (query, headers)


@pytest.mark.both_servers
async def test_every_credential_opens_the_plan_socket(site: Site, api: Api) -> None:
    plan_id = await new_plan(api)
    ticket = (await api.request("POST", "/api/auth/ticket/")).json()["ticket"]
    ways: list[tuple[str, dict[str, str]]] = [
        (f"?token={api.account.token}", {}),
        (f"?ticket={ticket}", {}),
        ("", {**api.account.cookie, "Origin": site.url}),
        ("", api.account.bearer),
    ]
    for query, headers in ways:
        async with connect(f"{site.ws_url}{ADDRESS}{query}", additional_headers=headers) as connection:
            await PlanSocket(connection).subscribe(plan_id)
