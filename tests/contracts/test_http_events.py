"""The events over HTTP, by long poll and as a stream: the socket's frames, with the socket's cursors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.contracts.client import PATIENCE, Account, Api
from tests.contracts.frames import Frame, Reading, cursor_seq
from tests.provider.script import says

if TYPE_CHECKING:
    from tests.contracts.conftest import OpenSocket
    from tests.provider.script import Provider

MESSAGE = "Add a task to buy groceries"
USELESS = ["{epoch}:{future}", "{elsewhere}:1", "nonsense", ":", "1", "{epoch}:-1", "42"]


async def happened(api: Api, open_socket: OpenSocket) -> tuple[str, list[Frame]]:
    """Return a cursor, and the events after it, as the socket sent them."""
    async with open_socket(api.account) as socket:
        begin = socket.cursor
        await socket.until_end(await api.start(MESSAGE))
        await socket.ping()
        return begin, socket.events


async def useless(form: str, current: str, api: Api, stranger: Account) -> str:
    """Return a cursor from the future, or of another epoch: that of another person's stream."""
    _, theirs = await Api(api.http, stranger).poll()
    epoch, _, top = current.partition(":")
    return form.format(epoch=epoch, future=int(top) + 1, elsewhere=theirs.partition(":")[0])


async def test_poll_without_a_cursor_starts_now(api: Api, open_socket: OpenSocket) -> None:
    _, published = await happened(api, open_socket)

    assert await api.poll() == ([], published[-1]["id"])


async def test_poll_of_somebody_new_has_a_cursor(api: Api) -> None:
    events, cursor = await api.poll()
    assert events == []

    await api.chat()
    events, _ = await api.poll(cursor)
    assert events[-1]["event_type"] == "agent_done"


async def test_poll_returns_the_sockets_frames_from_any_cursor(api: Api, open_socket: OpenSocket) -> None:
    begin, published = await happened(api, open_socket)

    for missed, cursor in enumerate([begin, *(event["id"] for event in published)]):
        assert await api.poll(cursor) == (published[missed:], published[-1]["id"])


async def test_poll_waits_for_the_next_event(api: Api, open_socket: OpenSocket) -> None:
    async with open_socket(api.account) as socket:
        cursor = socket.cursor
        waiting = asyncio.create_task(api.poll(cursor, wait=25))
        run_id = await api.start(MESSAGE)
        reading = Reading(api.account.id, cursor_seq(cursor))
        async with asyncio.timeout(PATIENCE):
            events, cursor = await waiting
            while True:
                assert events
                for event in events:
                    reading.add(event)
                if reading.ended:
                    break
                events, cursor = await api.poll(cursor, wait=25)
        await socket.until_end(run_id)

    assert reading.events == socket.events


async def test_poll_without_events_ends_with_its_cursor(api: Api, open_socket: OpenSocket) -> None:
    _, published = await happened(api, open_socket)
    loop = asyncio.get_running_loop()
    begin = loop.time()

    assert await api.poll(published[-1]["id"], wait=1) == ([], published[-1]["id"])
    assert 0.9 < loop.time() - begin < 5


@pytest.mark.parametrize("cursor", USELESS)
async def test_poll_with_an_unusable_cursor_returns_a_reset(
    api: Api, open_socket: OpenSocket, stranger: Account, cursor: str
) -> None:
    _, published = await happened(api, open_socket)

    events, renewed = await api.poll(await useless(cursor, published[-1]["id"], api, stranger), wait=25)

    assert [(event["event_type"], event["id"]) for event in events] == [("stream_reset", published[-1]["id"])]
    assert renewed == published[-1]["id"]


@pytest.mark.both_servers
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "*/*"])
async def test_requests_without_credentials_are_refused_with_401(api: Api, accept: str) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}):
        response = await api.http.get(
            "/api/events", params={"wait": 0}, headers={**headers, "Accept": accept}
        )
        assert response.status_code == 401


async def test_poll_returns_no_events_of_others(api: Api, stranger: Account, open_socket: OpenSocket) -> None:
    begin, _ = await happened(api, open_socket)
    _, theirs = await Api(api.http, stranger).poll()

    events, cursor = await Api(api.http, stranger).poll(begin)

    assert [event["event_type"] for event in events] == ["stream_reset"]
    assert cursor == theirs


@pytest.mark.both_servers
async def test_stream_sends_the_sockets_frames_live(api: Api, open_socket: OpenSocket) -> None:
    async with open_socket(api.account) as socket, api.sse(socket.cursor) as source:
        run_id = await api.start(MESSAGE)
        await source.until("agent_done", run_id=run_id)
        await socket.until_end(run_id)

    assert source.reading.events == socket.events


async def test_stream_starts_at_any_cursor(api: Api, open_socket: OpenSocket) -> None:
    begin, published = await happened(api, open_socket)

    for missed, cursor in enumerate([begin, *(event["id"] for event in published[:-1])]):
        async with api.sse(cursor) as source:
            await source.until("agent_done")
        assert source.reading.events == published[missed:]


@pytest.mark.both_servers
async def test_stream_continues_from_the_last_event_id(api: Api, open_socket: OpenSocket) -> None:
    begin, published = await happened(api, open_socket)
    async with api.sse(begin) as source:
        await source.until("tool_starting")
    seen = len(source.reading.events)

    # A browser that reconnects requests the same address again, with the header.
    for after in (None, begin):
        async with api.sse(after, last_event_id=source.last_event_id) as again:
            await again.until("agent_done")
        assert again.reading.events == published[seen:]


async def test_stream_without_a_cursor_starts_now(api: Api, open_socket: OpenSocket) -> None:
    await happened(api, open_socket)

    async with open_socket(api.account) as socket, api.sse() as source:
        await source.until("connection_established")  # from here on it is sent what happens
        run_id = await api.start(MESSAGE)
        await socket.until_end(run_id)
        await source.until("agent_done", run_id=run_id)

    assert source.reading.events == socket.events


@pytest.mark.both_servers
async def test_stream_opens_with_a_session(api: Api, open_socket: OpenSocket) -> None:
    begin, published = await happened(api, open_socket)

    async with api.sse(begin, cookie=True) as source:
        await source.until("agent_done")

    assert source.reading.events == published


@pytest.mark.parametrize("cursor", USELESS)
async def test_stream_from_an_unusable_cursor_sends_a_reset(
    api: Api, open_socket: OpenSocket, stranger: Account, cursor: str
) -> None:
    _, published = await happened(api, open_socket)

    given = await useless(cursor, published[-1]["id"], api, stranger)
    for address, header in ((given, None), (None, given), (published[0]["id"], given)):
        async with api.sse(address, last_event_id=header) as source:
            await source.next()
            assert (await source.next())["event_type"] == "stream_reset"
            assert source.last_event_id == published[-1]["id"]
    async with api.sse(given) as source:
        run_id = await api.start()
        await source.until("agent_done", run_id=run_id)


@pytest.mark.both_servers
async def test_deltas_of_a_stream_are_the_reply(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(says(*(f"word{number} " for number in range(12)), pause=0.06))
    async with scripted_api.sse() as source:
        # Its first line says that it listens.
        run_id = await scripted_api.start()
        done = await source.until("agent_done", run_id=run_id)

    [reply] = source.reading.replies.values()
    assert reply.text == done["result"]["response"]


@pytest.mark.both_servers
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_token_or_ticket_in_the_address_is_accepted(api: Api, accept: str) -> None:
    async def opened(**query: str) -> int:
        url, headers = f"/api/events?wait=0&{urlencode(query)}", {"Accept": accept}
        async with api.http.stream("GET", url, headers=headers) as response:
            if response.status_code == 401:
                assert (await response.aread()).startswith(b'{"error":')
            return response.status_code

    ticket = (await api.request("POST", "/api/auth/ticket/")).json()["ticket"]
    assert await opened(ticket=ticket) == 200
    assert await opened(ticket=ticket) == 401
    assert [await opened(token=api.account.token) for _ in range(2)] == [200, 200]
    assert await opened(token="x") == 401


async def test_event_source_continues_with_a_new_ticket(api: Api, open_socket: OpenSocket) -> None:
    begin, published = await happened(api, open_socket)
    ticket = (await api.request("POST", "/api/auth/ticket/")).json()["ticket"]
    query, headers = urlencode({"ticket": ticket, "after": begin}), {"Accept": "text/event-stream"}
    async with api.http.stream("GET", f"/api/events?{query}", headers=headers) as response:
        lines = response.aiter_lines()
        ids = [line.removeprefix("id: ") async for line in lines_until(lines, published[-1]["id"])]
    assert [one for one in ids if one != begin] == [event["id"] for event in published]


async def lines_until(lines: AsyncIterator[str], last: str) -> AsyncIterator[str]:
    """The lines that carry cursors, up to the last."""
    async with asyncio.timeout(PATIENCE):
        async for line in lines:
            if line.startswith("id: "):
                yield line
            if line == f"id: {last}":
                return
