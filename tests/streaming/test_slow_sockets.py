"""Sockets of clients that do not read, on real servers: a buffer each, no queue, and they
resume where they stopped."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import ClientConnection, connect

from chatbot.domain.publish import stream_of
from chatbot.models import User
from streaming.log import append, stream_position
from tests.services.preloaded import PreloadedServer
from tests.services.web_server import Kind, WebServer, environment
from tests.streaming.sockets_site import APPLICATION

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("services")]

BATCHES, BATCH, SIZE = 6, 50, 10_000  # 3 MB for each socket
STALLED = 12
MORE_THAN_JOIN_AT_ONCE = 10
MORE_THAN_KERNELS_KEEP = 800  # events, 8 MB
ENOUGH = 12_000_000  # bytes, a third of their unread data


@pytest.fixture
async def alice() -> User:
    return await User.objects.acreate_user("alice")


async def add(user: User, count: int) -> None:
    record = ("tool_progress", {"message": "x" * SIZE})
    await sync_to_async(append)(stream_of(user.pk), [record] * count)


async def receive(opened: ClientConnection, seq: int) -> list[int]:
    """The seqs of the events up to that one."""
    seqs: list[int] = []
    async with asyncio.timeout(30):
        while seqs[-1:] != [seq]:
            frame = json.loads(await opened.recv())
            if frame["event_type"] == "tool_progress":
                seqs.append(frame["seq"])
    return seqs


async def resident(site: WebServer) -> int:
    async with httpx.AsyncClient() as http:
        return int((await http.get(f"{site.url}/inside")).json()["resident"])


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
async def test_socket_that_is_not_read_costs_no_queue_and_continues_where_it_stopped(
    tmp_path: Path, database_url: str, alice: User, settings: Settings, kind: Kind
) -> None:
    site = PreloadedServer(
        tmp_path, environment(database_url, SECRET_KEY=settings.SECRET_KEY, STREAMING_BEAT="0.2"), kind
    )
    site.argv[-1] = APPLICATION
    address = f"{site.ws_url}/ws/{alice.pk}/chat?events=all&token={AccessToken.for_user(alice)}"
    start = (await sync_to_async(stream_position)(stream_of(alice.pk))).cursor
    try:
        site.start()
        async with AsyncExitStack() as stack:
            # Their ends read a little and then no more, since the test does not read from them.
            options = {"proxy": None, "max_queue": 1, "close_timeout": 0.01}
            healthy, *stalled = [
                await stack.enter_async_context(connect(f"{address}&after={start}", **options))
                for _ in range(STALLED + 1)
            ]
            await add(alice, BATCH)
            await receive(healthy, BATCH)
            before = await resident(site)
            for number in range(2, BATCHES + 1):
                await add(alice, BATCH)
                await receive(healthy, number * BATCH)
            assert await resident(site) - before < ENOUGH
            assert await receive(stalled[0], BATCHES * BATCH) == list(range(1, BATCHES * BATCH + 1))
    finally:
        site.kill()


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
async def test_returning_client_that_does_not_read_does_not_block_others(
    tmp_path: Path, database_url: str, alice: User, settings: Settings, kind: Kind
) -> None:
    site = PreloadedServer(tmp_path, environment(database_url, SECRET_KEY=settings.SECRET_KEY), kind)
    site.argv[-1] = APPLICATION
    address = f"{site.ws_url}/ws/{alice.pk}/chat?events=all&token={AccessToken.for_user(alice)}"
    start = (await sync_to_async(stream_position)(stream_of(alice.pk))).cursor
    await add(alice, MORE_THAN_KERNELS_KEEP)
    try:
        site.start()
        async with AsyncExitStack() as stack:
            options = {"proxy": None, "max_queue": 1, "close_timeout": 0.01}
            for _ in range(MORE_THAN_JOIN_AT_ONCE):
                await stack.enter_async_context(connect(f"{address}&after={start}", **options))
            last = await stack.enter_async_context(connect(f"{address}&after={start}", **options))
            assert await receive(last, MORE_THAN_KERNELS_KEEP) == list(range(1, MORE_THAN_KERNELS_KEEP + 1))
    finally:
        site.kill()
