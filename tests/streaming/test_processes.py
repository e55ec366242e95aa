"""Events between processes: this one writes, servers serve the sockets, Redis notifies, or is dead."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from channels.routing import URLRouter
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import ClientConnection, connect

from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from chatbot.sockets.routing import websocket_urlpatterns
from streaming.hub import Hub
from streaming.testing import UnreliableLayer
from tests.services.fixtures import StartServer
from tests.services.redis_server import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def alice() -> User:
    return await User.objects.acreate_user("alice")


@pytest.fixture
def redis_layer(settings: Settings, redis_server: RedisServer) -> None:
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "streaming.layers.redis.RedisLayer",
            "CONFIG": {"hosts": [redis_server.url], "prefix": "lockstep"},
        }
    }
    channel_layers.backends.clear()


@pytest.fixture
async def unreliable_site(settings: Settings) -> AsyncIterator[str]:
    """The sockets, served in this process, over a layer that loses a third of its messages."""
    backend, config = "streaming.testing.UnreliableLayer", {"drop": 0.34, "capacity": 10_000}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": config}}
    settings.STREAMING = {"BEAT": 0.2}
    channel_layers.backends.clear()
    listening = socket.create_server(("127.0.0.1", 0))
    options = uvicorn.Config(URLRouter(websocket_urlpatterns), lifespan="off", log_config=None)
    site = uvicorn.Server(options)
    serving = asyncio.create_task(site.serve(sockets=[listening]))
    yield f"ws://127.0.0.1:{listening.getsockname()[1]}"
    await Hub.current().close()
    site.should_exit = True
    await serving


def open_socket(address: str, user: User) -> Any:
    return connect(f"{address}/ws/{user.pk}/chat?events=all&token={AccessToken.for_user(user)}", proxy=None)


async def titles(opened: ClientConnection, count: int) -> list[tuple[int, str]]:
    """The next task events, whatever other frames come between."""
    found = []
    async with asyncio.timeout(20):
        while len(found) < count:
            frame = json.loads(await opened.recv())
            if frame["event_type"] == "task_created":
                found.append((frame["seq"], frame["result"]["title"]))
    return found


async def add_tasks(user: User, start: int, count: int) -> list[tuple[int, str]]:
    for number in range(start, start + count):
        await sync_to_async(tasks.add_task)(user, title=f"Task {number}")
    return [(number, f"Task {number}") for number in range(start, start + count)]


@pytest.mark.usefixtures("redis_layer")
async def test_events_cross_processes_through_redis_and_its_death(
    server: StartServer, database_url: str, redis_server: RedisServer, alice: User, settings: Settings
) -> None:
    options = {"SECRET_KEY": settings.SECRET_KEY, "STREAMING_BEAT": "0.2", "redis_url": redis_server.url}
    sites = [
        server("daphne", database_url=database_url, **options),
        server("uvicorn", database_url=database_url, **options),
    ]
    async with open_socket(sites[0].ws_url, alice) as one, open_socket(sites[1].ws_url, alice) as two:
        await one.recv(), await two.recv()
        expected = await add_tasks(alice, 1, 20)
        assert await titles(one, 20) == await titles(two, 20) == expected
        redis_server.kill()
        expected = await add_tasks(alice, 21, 5)
        assert await titles(one, 5) == await titles(two, 5) == expected
        redis_server.start()
        expected = await add_tasks(alice, 26, 5)
        assert await titles(one, 5) == await titles(two, 5) == expected


@pytest.mark.usefixtures("redis_layer")
async def test_redis_notifies_long_before_the_beat(
    server: StartServer, database_url: str, redis_server: RedisServer, alice: User, settings: Settings
) -> None:
    options = {"SECRET_KEY": settings.SECRET_KEY, "STREAMING_BEAT": "600", "redis_url": redis_server.url}
    site = server("uvicorn", database_url=database_url, **options)
    async with open_socket(site.ws_url, alice) as opened:
        await opened.recv()
        expected = await add_tasks(alice, 1, 3)
        assert await titles(opened, 3) == expected


async def test_burst_through_a_layer_that_drops_a_third_reaches_five_sockets(
    unreliable_site: str, alice: User
) -> None:
    sockets = [await open_socket(unreliable_site, alice) for _ in range(5)]
    for opened in sockets:
        assert json.loads(await opened.recv())["event_type"] == "connection_established"
    expected = await add_tasks(alice, 1, 300)
    received = await asyncio.gather(*(titles(opened, 300) for opened in sockets))
    assert received == [expected] * 5
    layer = channel_layers["default"]
    assert isinstance(layer, UnreliableLayer)
    assert layer.dropped > 60
    for opened in sockets:
        await opened.close()
