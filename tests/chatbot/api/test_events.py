"""Events over plain HTTP, with real servers; refusals are tested without one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.domain.publish import stream_of
from chatbot.models import User
from streaming.log import append, stream_position
from tests.chatbot.api.client import Api
from tests.factories import UserFactory
from tests.services.web_server import WebServer
from tests.subtests import as_subtests

FRAME_KEYS = {
    "event_type", "seq", "id", "at", "user_id", "conversation_id", "run_id", "attempt", "message_id", "tool",
    "call_id", "task_id", "count", "message", "result", "error",
}  # fmt: skip
SSE = {"Accept": "text/event-stream"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("after=00000000:1&after=00000000:2", "after"),
        ("wait=", "wait"),
        ("wait=soon", "wait"),
        ("wait=-1", "wait"),
        ("wait=31", "wait"),
        ("wait=nan", "wait"),
        ("wait=inf", "wait"),
        ("wait=1e999", "wait"),
        ("since=1", "since"),
    ],
)
@as_subtests("accept", ["application/json", "text/event-stream"])
def test_bad_parameters_are_refused_in_json(api: Api, query: str, name: str, accept: str) -> None:
    refused = api.get(f"/api/events?{query}", Accept=accept)
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/json"
    assert list(refused.json()["fields"]) == [name]


def test_events_without_credentials_are_refused(anonymous: Api) -> None:
    refused = anonymous.get("/api/events", Accept="text/event-stream")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/json")
    assert refused["WWW-Authenticate"].startswith("Bearer")


@pytest.fixture
def carol(transactional_db: None) -> User:
    return UserFactory(username="carol")


@pytest.fixture
async def http(site: WebServer, carol: User) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {AccessToken.for_user(carol)}"}
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=20, trust_env=False) as client:
        yield client


async def position(user: User) -> str:
    return str((await sync_to_async(stream_position)(stream_of(user.pk))).cursor)


async def poll(http: httpx.AsyncClient, **query: Any) -> tuple[list[dict[str, Any]], str]:
    answer = await http.get("/api/events", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"
    body = answer.json()
    assert list(body) == ["events", "cursor"]
    return body["events"], body["cursor"]


async def add_task(http: httpx.AsyncClient, title: str) -> None:
    assert (await http.post("/api/tasks/", json={"title": title})).status_code == 201


class Stream:
    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> tuple[str | None, dict[str, Any]]:
        """The next frame, with its id."""
        event_id = None
        async with asyncio.timeout(15):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if name == "id":
                    event_id = value
                elif name == "data":
                    frame: dict[str, Any] = json.loads(value)
                    assert set(frame) == FRAME_KEYS
                    return event_id, frame
        raise EOFError

    async def event(self) -> tuple[str | None, dict[str, Any]]:
        """The next frame that is not a heartbeat."""
        while (frame := await self.next())[1]["event_type"] == "heartbeat":
            pass
        return frame


@asynccontextmanager
async def listen(http: httpx.AsyncClient, path: str = "/api/events", **headers: str) -> AsyncIterator[Stream]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with http.stream("GET", path, headers={**SSE, **named}) as response:
        assert response.status_code == 200
        yield Stream(response)


@pytest.mark.django_db(transaction=True)
async def test_a_long_poll_gets_each_event_once(http: httpx.AsyncClient, carol: User) -> None:
    nothing, cursor = await poll(http, wait=0)
    assert (nothing, cursor) == ([], await position(carol))

    waiting = asyncio.create_task(poll(http, after=cursor, wait=20))
    await add_task(http, "first")
    (event,), cursor = await waiting
    assert set(event) == FRAME_KEYS
    assert (event["event_type"], event["result"]["title"]) == ("task_created", "first")
    assert event["id"] == cursor
    assert event["user_id"] == str(carol.pk)

    await add_task(http, "second")
    await add_task(http, "third")
    missed, cursor = await poll(http, after=cursor)
    assert [event["result"]["title"] for event in missed] == ["second", "third"]
    assert await poll(http, after=cursor, wait=0.2) == ([], cursor)


@pytest.mark.django_db(transaction=True)
async def test_a_long_poll_without_a_cursor_waits_for_the_next_event(http: httpx.AsyncClient) -> None:
    await add_task(http, "before")
    waiting = asyncio.create_task(poll(http, wait=20))
    while not waiting.done():  # returns the time when it started to wait
        await add_task(http, "now")
        await asyncio.wait({waiting}, timeout=0.2)
    events, _ = await waiting
    assert {event["result"]["title"] for event in events} == {"now"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "cursor", ["00000000:1", "{epoch}:999", "x", "00000000:-1", "0000000g:1", "{epoch}:" + "9" * 19]
)
async def test_an_unusable_cursor_leads_to_a_reset(http: httpx.AsyncClient, carol: User, cursor: str) -> None:
    await add_task(http, "one")
    now = await position(carol)
    useless = cursor.format(epoch=now.partition(":")[0])
    (reset,), after = await poll(http, after=useless, wait=5)
    assert (reset["event_type"], reset["id"], after) == ("stream_reset", now, now)

    async with listen(http, f"/api/events?after={useless}") as stream:
        assert (await stream.next())[1]["event_type"] == "connection_established"
        event_id, reset = await stream.event()
        assert (event_id, reset["event_type"]) == (now, "stream_reset")
    async with listen(http, Last_Event_ID=useless) as stream:
        await stream.next()
        assert (await stream.event())[1]["event_type"] == "stream_reset"
    async with listen(http, "/api/events?after=", Last_Event_ID="") as stream:
        await stream.next()
        await add_task(http, "two")
        assert (await stream.event())[1]["event_type"] == "task_created"


@pytest.mark.django_db(transaction=True)
async def test_a_stream_sends_events_under_their_cursors(http: httpx.AsyncClient, carol: User) -> None:
    async with listen(http) as stream:
        headers = stream.response.headers
        assert headers["Content-Type"].partition(";")[0] == "text/event-stream"
        assert headers["Cache-Control"] == "private, no-store, no-transform"
        assert headers["X-Accel-Buffering"] == "no"
        event_id, established = await stream.next()
        assert established["event_type"] == "connection_established"
        assert event_id == established["id"] == await position(carol)

        await add_task(http, "first")
        event_id, event = await stream.event()
        assert (event["event_type"], event["result"]["title"]) == ("task_created", "first")
        assert event_id == event["id"] == await position(carol)


@pytest.mark.django_db(transaction=True)
async def test_a_stream_continues_from_the_last_event_id(http: httpx.AsyncClient, carol: User) -> None:
    beginning = await position(carol)
    await add_task(http, "first")
    after_first = await position(carol)
    await add_task(http, "second")
    async with listen(http, f"/api/events/?after={beginning}") as stream:
        await stream.next()
        titles = [(await stream.event())[1]["result"]["title"] for _ in range(2)]
        assert titles == ["first", "second"]
    async with listen(http, f"/api/events/?after={beginning}", Last_Event_ID=after_first) as stream:
        await stream.next()
        assert (await stream.event())[1]["result"]["title"] == "second"


@pytest.mark.django_db(transaction=True)
async def test_a_client_far_behind_catches_up_in_batches(http: httpx.AsyncClient, carol: User) -> None:
    cursor = await position(carol)
    records = [("task_deleted", {"result": {"number": number}}) for number in range(1500)]
    await sync_to_async(append)(stream_of(carol.pk), records)
    pieces = []
    while True:
        events, cursor = await poll(http, after=cursor, wait=0.1)
        if not events:
            break
        pieces.append([event["result"]["number"] for event in events])
    assert [number for piece in pieces for number in piece] == list(range(1500))
    assert max(len(piece) for piece in pieces) < 800


@pytest.mark.django_db(transaction=True)
async def test_events_of_others_are_not_sent(http: httpx.AsyncClient, site: WebServer, carol: User) -> None:
    bob = await sync_to_async(UserFactory)(username="bob")
    headers = {"Authorization": f"Bearer {AccessToken.for_user(bob)}"}
    waiting = asyncio.create_task(poll(http, after=await position(carol), wait=20))
    async with httpx.AsyncClient(base_url=site.url, headers=headers, trust_env=False) as bobs:
        await add_task(bobs, "his")
    await add_task(http, "hers")
    assert [event["result"]["title"] for event in (await waiting)[0]] == ["hers"]


@pytest.mark.both_servers
@pytest.mark.django_db(transaction=True)
async def test_signing_out_ends_the_streams_of_that_session_only(site: WebServer, carol: User) -> None:
    async def signed_in() -> httpx.AsyncClient:
        client = Client()
        await sync_to_async(client.force_login)(carol)
        cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "a" * 32}
        return httpx.AsyncClient(base_url=site.url, cookies=cookies, timeout=20, trust_env=False)

    async with await signed_in() as here, await signed_in() as there:
        async with listen(here) as ending, listen(there) as staying:
            await ending.next()
            await staying.next()
            await here.post("/accounts/sign-out/", headers={"X-CSRFToken": "a" * 32})
            with pytest.raises(EOFError):
                await ending.event()
            created = await there.post(
                "/api/tasks/", json={"title": "still here"}, headers={"X-CSRFToken": "a" * 32}
            )
            assert created.status_code == 201
            assert (await staying.event())[1]["result"]["title"] == "still here"
        assert (await here.get("/api/events", headers=SSE)).status_code == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_a_page_of_another_account_gets_nothing(
    http: httpx.AsyncClient, carol: User, accept: str
) -> None:
    await add_task(http, "hers")
    own = await http.get(f"/api/{carol.pk}/events", params={"after": "x", "wait": 0})
    foreign = await http.get(f"/api/{uuid4()}/events", headers={"Accept": accept})

    assert [event["event_type"] for event in own.json()["events"]] == ["stream_reset"]
    assert foreign.status_code == 403
    assert foreign.json()["error"] == "These are another user's events."
