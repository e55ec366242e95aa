"""The chat socket's frames: what clients may send, and where a connection starts and resumes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.contracts.client import Account, Api, ChatSocket, socket_url
from tests.contracts.frames import LAST, cursor_seq
from tests.contracts.plan_client import ADDRESS as PLAN_ADDRESS
from tests.provider.script import says
from tests.services.wait import until
from tests.services.web_server import manage

if TYPE_CHECKING:
    from tests.contracts.conftest import OpenSocket
    from tests.contracts.site import Site
    from tests.provider.script import Provider

LARGEST_READ = 1_048_576  # bytes of the largest frame that a server reads


@pytest.mark.parametrize("t", [0, 1234.5, 1790000000000])
async def test_ping_is_answered_with_its_time(open_socket: OpenSocket, stranger: Account, t: float) -> None:
    async with open_socket(stranger) as socket:
        await socket.send({"type": "ping", "t": t})
        assert await socket.next() == {"event_type": "pong", "t": t}


async def test_ack_is_accepted_without_an_answer(open_socket: OpenSocket, api: Api) -> None:
    async with open_socket(api.account) as socket:
        await socket.until_end(await api.start())
        await socket.send({"type": "ack", "seq": socket.events[-1]["seq"]})
        await socket.ping()


JUNK: list[Any] = [
    {},
    [],
    None,
    "ping",
    7,
    {"type": None},
    {"type": 7},
    {"type": ["ping"]},
    {"type": "unknown"},
    {"type": "subscribe_plan", "plan_id": "x"},
    {"event_type": "ping", "t": 1},
    {"type": "ack"},
    {"type": "ack", "seq": None},
    {"type": "ack", "seq": "1"},
    {"type": "ack", "seq": True},
    {"type": "ack", "seq": 1.5},
    {"type": "ack", "seq": -1},
    {"type": "message", "content": "x" * 100_000},
]
RAW = ["", " ", "{", "ping", '{"type": "ping", "t": NaN}', "[" * 100_000, '"\\ud800"', b"\x00\xff", b""]


async def test_unknown_frame_gets_an_error_and_the_socket_stays_usable(
    open_socket: OpenSocket, stranger: Account
) -> None:
    async with open_socket(stranger) as socket:
        for frame in JUNK:
            await socket.send(frame)
            assert (await socket.next())["event_type"] == "error", frame
            await socket.ping()


async def test_ping_without_a_time_is_answered_too(open_socket: OpenSocket, stranger: Account) -> None:
    async with open_socket(stranger) as socket:
        for ping in ({"type": "ping"}, {"type": "ping", "t": None}):
            await socket.send(ping)
            assert await socket.next() == {"event_type": "pong", "t": None}


@pytest.mark.both_servers
@pytest.mark.parametrize("size", [65_537, 1_048_576, 3_000_000])
async def test_frame_past_the_size_limit_is_answered_or_closed_with_1009(
    site: Site, api: Api, size: int
) -> None:
    for address in (socket_url(site.ws_url, api.account.id), f"{site.ws_url}{PLAN_ADDRESS}"):
        async with connect(address, additional_headers=api.account.bearer, compression=None) as socket:
            if address.endswith("/chat"):
                await socket.recv()
            with suppress(ConnectionClosed):  # while it is still being written
                await socket.send("x" * size)
            if size <= LARGEST_READ:
                assert "too large" in await socket.recv()
            else:
                with pytest.raises(ConnectionClosed):
                    await socket.recv()
                assert socket.close_code == 1009


@pytest.mark.both_servers
async def test_invalid_utf8_closes_with_1007_and_leaves_no_traceback_in_the_log(site: Site, api: Api) -> None:
    address = socket_url(site.ws_url, api.account.id)
    async with connect(address, additional_headers=api.account.bearer, compression=None) as socket:
        await socket.recv()
        await socket.send(b"\xff\xfe", text=True)
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1007
    assert "UnicodeDecodeError" not in site.server.log_text()


@pytest.mark.both_servers
async def test_invalid_json_gets_an_error_and_the_socket_stays_usable(
    open_socket: OpenSocket, stranger: Account
) -> None:
    async with open_socket(stranger) as socket:
        for data in RAW:
            await socket.send_raw(data)
            assert (await socket.next())["event_type"] == "error", data[:40]
            await socket.ping()


async def test_events_reach_every_tab_of_a_user_and_nobody_else(
    open_socket: OpenSocket, api: Api, stranger: Account
) -> None:
    async with (
        open_socket(api.account) as one,
        open_socket(api.account) as two,
        open_socket(stranger) as other,
    ):
        run_id = await api.start("Add a task to buy groceries")
        await one.until_end(run_id)
        await two.until_end(run_id)

        assert one.events == two.events
        await other.ping()


async def test_connection_without_a_cursor_starts_now(open_socket: OpenSocket, api: Api) -> None:
    async with open_socket(api.account) as socket:
        await socket.until_end(await api.start())

    async with open_socket(api.account) as later:
        await later.ping()
        assert cursor_seq(later.cursor) == socket.events[-1]["seq"]


async def test_connection_continues_from_any_cursor(open_socket: OpenSocket, api: Api) -> None:
    async with open_socket(api.account) as socket:
        begin = socket.cursor
        await socket.until_end(await api.start("Add a task to buy groceries"))
        await socket.ping()
    cursors = [begin, *(event["id"] for event in socket.events)]

    for missed, cursor in enumerate(cursors):
        async with open_socket(api.account, after=cursor) as again:
            for _ in socket.events[missed:]:
                await again.next()
            await again.ping()
            assert again.events == socket.events[missed:]


@pytest.mark.both_servers
async def test_connections_that_join_within_a_run_have_each_event_once(
    open_scripted: OpenSocket, scripted_api: Api, model: Provider
) -> None:
    model.play(says(*(f"word{number} " for number in range(30)), pause=0.02))
    api = scripted_api

    async def join() -> ChatSocket:
        async with open_scripted(api.account, after=begin) as late:
            await late.until_end(run_id)
            return late

    async with open_scripted(api.account) as socket, asyncio.TaskGroup() as group:
        begin = socket.cursor
        run_id = await api.start("Count")
        tabs = []
        while not socket.reading.ended:
            await socket.next()
            tabs.append(group.create_task(join()))

    assert len(tabs) >= 8  # one at each event, and at some pieces of the text
    assert all(tab.result().events == socket.events for tab in tabs)


async def test_tab_that_joins_late_has_the_text_by_fetching_it(
    open_scripted: OpenSocket, scripted_api: Api, model: Provider
) -> None:
    model.play(says(*(f"word{number} " for number in range(40)), hold=25))
    api = scripted_api
    async with open_scripted(api.account) as first:
        run_id = await api.start("Count")
        while not any(len(reply.text) > 100 for reply in first.reading.replies.values()):
            await first.next()

    async with open_scripted(api.account) as late:
        fetched = ""

        async def is_stored() -> bool:
            nonlocal fetched
            fetched = (await api.get(f"/api/runs/{run_id}/"))["message"]["content"]
            return len(fetched) >= 100

        await until(is_stored, "the text, which is stored while the model makes a pause")
        model.release()
        delta = await late.until("message_delta", run_id=run_id)
        done = await late.until_end(run_id)

    assert delta["result"]["offset"] > 0
    assert done["result"]["response"].startswith(fetched)
    [reply] = late.reading.replies.values()
    assert reply.has_gap


async def reset(
    site: Site, account: Account, cursor: str, events: str = "all"
) -> tuple[dict[str, Any], ChatSocket]:
    url = socket_url(site.ws_url, account.id, after=cursor, events=events)
    async with connect(url, additional_headers=account.bearer) as connection:
        socket = await ChatSocket.opened(connection, account.id, after=None)
        frame = await socket.next()
        await socket.ping()
        return frame, socket


@pytest.mark.parametrize("cursor", ["{epoch}:{future}", "elsewhere:1", "elsewhere:0", "nonsense", ":", "1"])
async def test_unusable_cursor_is_answered_with_a_reset_to_now(
    site: Site, open_socket: OpenSocket, api: Api, cursor: str
) -> None:
    async with open_socket(api.account) as socket:
        await socket.until_end(await api.start())
    epoch, _, top = socket.cursor.partition(":")

    for events in ("all", "progress"):
        frame, _ = await reset(site, api.account, cursor.format(epoch=epoch, future=int(top) + 1), events)
        assert (frame["event_type"], frame["id"]) == ("stream_reset", socket.cursor)


async def test_cursor_older_than_what_is_kept_is_answered_with_a_reset(
    site: Site, open_socket: OpenSocket, api: Api
) -> None:
    async with open_socket(api.account) as socket:
        begin = socket.cursor
        await socket.until_end(await api.start())
    manage({**site.server.env, "EVENT_RETENTION_DAYS": "0"}, "prune_events")

    frame, _ = await reset(site, api.account, begin)

    assert (frame["event_type"], frame["id"]) == ("stream_reset", socket.cursor)
    async with open_socket(api.account, after=socket.cursor) as current:
        await current.ping()
        await current.until_end(await api.start())


async def test_events_continue_from_the_cursor_of_a_reset(
    open_socket: OpenSocket, site: Site, api: Api
) -> None:
    frame, _ = await reset(site, api.account, "elsewhere:7")

    async with open_socket(api.account, after=frame["id"]) as socket:
        await socket.until_end(await api.start())


async def test_heartbeat_has_the_last_seq_of_the_stream_while_a_run_is_active(
    open_scripted: OpenSocket, scripted_api: Api, model: Provider
) -> None:
    model.play(says("Still here", delay=6))
    async with open_scripted(scripted_api.account) as socket:
        await scripted_api.start("Wait")
        async with asyncio.timeout(5.5):
            heartbeat = await socket.until("heartbeat")

        assert heartbeat["seq"] == socket.events[-1]["seq"]


async def test_frames_of_a_run_come_in_order_and_end_with_its_last_event(
    open_socket: OpenSocket, api: Api
) -> None:
    async with open_socket(api.account) as socket:
        run_id = await api.start("Add a task to buy groceries")
        done = await socket.until_end(run_id)
        await socket.ping()

    types = [frame["event_type"] for frame in socket.events if frame["event_type"] != "conversation_updated"]
    assert types[:3] == ["message_created", "run_queued", "agent_thinking"]
    assert types.index("tool_starting") < types.index("task_created")
    assert types.index("tool_starting") < types.index("tool_complete") < types.index("message_complete")
    assert [kind for kind in types if kind in LAST] == ["agent_done"]
    assert done["message"] == "Done!"
