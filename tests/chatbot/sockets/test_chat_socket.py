"""The chat's socket with real servers: every way to sign in, every frame, every refusal."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from chatbot.domain.people.tickets import issue_ticket
from chatbot.domain.publish import stream_of
from chatbot.domain.tasks import commands as tasks
from chatbot.models import SocketTicket, User
from streaming.log import stream_position
from tests.services.fixtures import StartServer
from tests.services.web_server import WebServer

pytestmark = pytest.mark.django_db(transaction=True)
FRAME_KEYS = {
    "event_type", "seq", "id", "at", "user_id", "conversation_id", "run_id", "attempt", "message_id", "tool",
    "call_id", "task_id", "count", "message", "result", "error",
}  # fmt: skip


@pytest.fixture
async def alice() -> User:
    return await User.objects.acreate_user("alice", password="wonderland-1")


@pytest.fixture
async def bob() -> User:
    return await User.objects.acreate_user("bob", password="builder-1")


async def cookie(user: User) -> str:
    def sign_in() -> str:
        client = Client()
        client.force_login(user)
        return f"sessionid={client.cookies['sessionid'].value}"

    return await sync_to_async(sign_in)()


@asynccontextmanager
async def socket(site: WebServer, path: str, **headers: str) -> AsyncIterator[ClientConnection]:
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    async with connect(f"{site.ws_url}{path}", additional_headers=extra, proxy=None) as opened:
        yield opened


async def frame(opened: ClientConnection) -> dict[str, Any]:
    received: dict[str, Any] = json.loads(await asyncio.wait_for(opened.recv(), 10))
    return received


async def close_code(opened: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(opened.recv(), 10)
    return opened.close_code


async def last_close_code(opened: ClientConnection) -> int | None:
    """The close code, after any further frames."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(30):
            async for _ in opened:
                pass
    return opened.close_code


async def test_first_frame_has_user_and_cursor(site: WebServer, alice: User) -> None:
    token = AccessToken.for_user(alice)
    async with socket(site, f"/ws/{alice.pk}/chat?token={token}") as opened:
        first = await frame(opened)
    position = await sync_to_async(stream_position)(stream_of(alice.pk))
    assert first.keys() == FRAME_KEYS
    assert first["event_type"] == "connection_established"
    assert first["message"] == "Connected to real-time updates"
    assert first["user_id"] == str(alice.pk)
    assert first["id"] == str(position.cursor)


async def test_four_ways_to_sign_in_on_two_addresses(site: WebServer, alice: User) -> None:
    token = AccessToken.for_user(alice)
    ticket = await sync_to_async(issue_ticket)(alice)
    ways: list[tuple[str, dict[str, str]]] = [
        (f"?token={token}", {}),
        ("", {"Authorization": f"Bearer {token}"}),
        (f"?ticket={ticket}", {}),
        ("", {"Cookie": await cookie(alice), "Origin": site.url}),
    ]
    for (query, headers), prefix in zip(ways, ["", "/api", "", "/api"], strict=True):
        async with socket(site, f"{prefix}/ws/{alice.pk}/chat{query}", **headers) as opened:
            assert (await frame(opened))["event_type"] == "connection_established"


async def test_sockets_without_sign_in_are_closed_with_4401(site: WebServer, alice: User) -> None:
    expired = AccessToken.for_user(alice)
    expired.set_exp(lifetime=-timedelta(minutes=1))
    forged = str(AccessToken.for_user(alice))[:-3] + "abc"
    used = await sync_to_async(issue_ticket)(alice)
    async with socket(site, f"/ws/{alice.pk}/chat?ticket={used}") as opened:
        await frame(opened)
    late = await sync_to_async(issue_ticket)(alice)
    ticket = await SocketTicket.objects.aget()
    ticket.expires_at -= timedelta(seconds=31)
    await ticket.asave()
    session = await cookie(alice)
    cases: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        ("?token=", {}),
        ("?token=nonsense", {}),
        (f"?token={expired}", {}),
        (f"?token={forged}", {}),
        (f"?token={RefreshToken.for_user(alice)}", {}),
        ("", {"Authorization": "Bearer x"}),
        ("", {"Authorization": "Basic YWxpY2U6eA=="}),
        ("?ticket=nonsense", {}),
        (f"?ticket={used}", {}),
        (f"?ticket={late}", {}),
        ("", {"Cookie": session}),
        ("", {"Cookie": session, "Origin": "https://evil.example"}),
        ("", {"Cookie": session, "Origin": "null"}),
        ("", {"Cookie": "sessionid=unknown", "Origin": site.url}),
    ]
    for query, headers in cases:
        async with socket(site, f"/ws/{alice.pk}/chat{query}", **headers) as opened:
            assert await close_code(opened) == 4401, (query, headers)


async def test_inactive_user_is_not_signed_in(site: WebServer, alice: User) -> None:
    token, session = AccessToken.for_user(alice), await cookie(alice)
    alice.is_active = False
    await alice.asave()
    for query, headers in ((f"?token={token}", {}), ("", {"Cookie": session, "Origin": site.url})):
        async with socket(site, f"/ws/{alice.pk}/chat{query}", **headers) as opened:
            assert await close_code(opened) == 4401


@pytest.mark.parametrize("whose", ["bob", "nobody", "not-a-uuid", "%00"])
async def test_stream_of_others_is_closed_with_4403(
    site: WebServer, alice: User, bob: User, whose: str
) -> None:
    user_id = {"bob": str(bob.pk), "nobody": str(uuid.uuid4())}.get(whose, whose)
    async with socket(site, f"/ws/{user_id}/chat?token={AccessToken.for_user(alice)}") as opened:
        assert await close_code(opened) == 4403


@pytest.mark.both_servers
async def test_unknown_address_is_closed_with_4404(site: WebServer) -> None:
    async with socket(site, "/ws/nowhere") as opened:
        assert await close_code(opened) == 4404


async def test_events_are_flat_frames_after_the_cursor(site: WebServer, alice: User, bob: User) -> None:
    task = await sync_to_async(tasks.add_task)(alice, title="Buy milk")
    start = (await sync_to_async(stream_position)(stream_of(alice.pk))).cursor
    await sync_to_async(tasks.complete_task)(alice, task.pk)
    await sync_to_async(tasks.add_task)(bob, title="Not alice's")
    await sync_to_async(tasks.delete_task)(alice, task.pk)
    async with socket(
        site, f"/ws/{alice.pk}/chat?events=all&after={start}&token={AccessToken.for_user(alice)}"
    ) as opened:
        assert (await frame(opened))["id"] == str(start)
        updated, deleted = await frame(opened), await frame(opened)
    assert updated.keys() == deleted.keys() == FRAME_KEYS
    assert (updated["event_type"], updated["seq"], updated["id"]) == ("task_updated", 2, f"{start.epoch}:2")
    assert updated["user_id"] == str(alice.pk)
    assert updated["task_id"] == str(task.pk)
    assert updated["message"] == "Marked 'Buy milk' as done"
    assert updated["result"]["completed"] is True
    assert updated["run_id"] is updated["error"] is None
    assert (deleted["event_type"], deleted["seq"]) == ("task_deleted", 3)
    assert deleted["result"] == {"id": str(task.pk), "number": 1, "title": "Buy milk"}


@pytest.mark.parametrize("after", ["garbage", "00000000:0", "same:999", "%00", "a" * 2_000])
async def test_unusable_cursor_leads_to_a_reset(site: WebServer, alice: User, after: str) -> None:
    await sync_to_async(tasks.add_task)(alice, title="Buy milk")
    position = await sync_to_async(stream_position)(stream_of(alice.pk))
    after = after.replace("same", position.epoch)
    async with socket(
        site, f"/ws/{alice.pk}/chat?after={after}&token={AccessToken.for_user(alice)}"
    ) as opened:
        await frame(opened)
        reset = await frame(opened)
    assert (reset["event_type"], reset["id"]) == ("stream_reset", str(position.cursor))


async def test_socket_stays_usable_after_invalid_frames(site: WebServer, alice: User) -> None:
    senseless: list[str | bytes] = [
        "", "{", "[]", "1", "null", '"x"', "{}", '{"type":1}', '{"type":"nonsense"}', '{"type":"ack"}',
        '{"type":"ack","seq":-1}', '{"type":"ack","seq":true}', '{"type":"ack","seq":"1"}',
        '{"type":"ack","seq":1.5}',
        '{"type":"ping","t":{}}', '{"type":"ping","t":"' + "x" * 100 + '"}', "[" * 50_000, b"\x00\x01",
        '{"type":"' + "x" * 70_000 + '"}', '{"type":"ping","x":"' + "ü" * 40_000 + '"}',
        '{"type":"ping","t":"\\ud800"}',
    ]  # fmt: skip
    async with socket(site, f"/ws/{alice.pk}/chat?token={AccessToken.for_user(alice)}") as opened:
        await frame(opened)
        for text in senseless:
            await opened.send(text)
            answer = await frame(opened)
            assert answer["event_type"] == "error", text[:60]
            assert answer["error"]
        await opened.send('{"type":"ack","seq":99999999999999999999}')
        await opened.send('{"type":"ping","t":12.5}')
        assert await frame(opened) == {"event_type": "pong", "t": 12.5}


async def test_sign_out_elsewhere_closes_the_socket(
    server: StartServer, database_url: str, alice: User, settings: Settings
) -> None:
    site = server("uvicorn", database_url=database_url, SECRET_KEY=settings.SECRET_KEY, STREAMING_BEAT="0.2")
    session = await cookie(alice)
    async with socket(site, f"/ws/{alice.pk}/chat", Cookie=session, Origin=site.url) as opened:
        await frame(opened)
        await sync_to_async(SessionStore(session.partition("=")[2]).delete)()
        assert await last_close_code(opened) == 4401


@pytest.mark.parametrize("way", ["ticket", "token"])
async def test_change_of_password_closes_what_tickets_and_tokens_opened(
    server: StartServer, database_url: str, alice: User, settings: Settings, way: str
) -> None:
    site = server("uvicorn", database_url=database_url, SECRET_KEY=settings.SECRET_KEY, STREAMING_BEAT="0.2")
    ticket = await sync_to_async(issue_ticket)(alice)
    query = {"ticket": f"?ticket={ticket}", "token": f"?token={AccessToken.for_user(alice)}"}[way]
    async with socket(site, f"/ws/{alice.pk}/chat{query}") as opened:
        await frame(opened)
        alice.set_password("another-1-entirely")
        await alice.asave()
        assert await last_close_code(opened) == 4401


@pytest.mark.both_servers
async def test_deleting_the_account_closes_all_connections(site: WebServer, alice: User, bob: User) -> None:
    # The server has the real hashers, the tests a fast one.
    alice.password = PBKDF2PasswordHasher().encode("wonderland-1", "salt-of-one-test", iterations=1)
    await alice.asave()
    token, session = AccessToken.for_user(alice), await cookie(alice)
    path = f"/ws/{alice.pk}/chat"
    async with (
        socket(site, f"{path}?token={token}") as by_token,
        socket(site, path, Cookie=session, Origin=site.url) as one,
        socket(site, path, Cookie=await cookie(alice), Origin=site.url) as other,
        socket(site, f"/ws/{bob.pk}/chat?token={AccessToken.for_user(bob)}") as bobs,
    ):
        for opened in (by_token, one, other, bobs):
            await frame(opened)
        csrf = "c" * 32
        async with httpx.AsyncClient(base_url=site.url, trust_env=False) as browser:
            answer = await browser.post(
                "/accounts/delete/",
                data={"password": "wonderland-1", "csrfmiddlewaretoken": csrf},
                headers={"Cookie": f"{session}; csrftoken={csrf}", "Origin": site.url},
            )
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/accounts/sign-in/")
        async with asyncio.timeout(3):  # at once, not by the beat
            assert [await last_close_code(opened) for opened in (by_token, one, other)] == [4401] * 3
        await bobs.send('{"type":"ping","t":1}')
        assert (await frame(bobs))["event_type"] == "pong"
    assert not await User.objects.filter(pk=alice.pk).aexists()
