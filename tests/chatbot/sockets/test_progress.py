"""A connection that filters most events: it is not delayed by that, and is closed when it is dead."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from django.db import transaction
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import connect

from chatbot.domain.publish import stream_of
from chatbot.models import User
from chatbot.sockets.routing import websocket_urlpatterns
from chatbot.wire.progress import progress_projection
from streaming.connection import State
from streaming.cursor import Cursor
from streaming.http import ServerSentEvents
from streaming.hub import Hub
from streaming.log import append, delete_stream, stream_position
from streaming.testing import open_tab
from tests.services.wait import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PING = 0.2  # seconds
PROGRESS = ("tool_progress", {"message": "Checked 1 of 2 tasks"})
OTHER = ("conversation_updated", {})


@pytest.fixture
async def alice() -> User:
    return await User.objects.acreate_user("alice")


async def test_acknowledging_frames_gives_credit(alice: User, settings: Settings) -> None:
    settings.STREAMING = {"UNACKED_FRAMES": 4}
    stream = stream_of(alice.pk)
    projection = progress_projection(str(alice.pk))
    start = (await sync_to_async(stream_position)(stream)).cursor
    async with open_tab(stream, start, projection) as tab:
        tab.connection.acknowledged(0)
        for turn in range(1, 6):
            await sync_to_async(append)(stream, [PROGRESS, *[OTHER] * 20] * 3)
            await tab.until(lambda tab, turn=turn: len(tab.seqs) == 1 + 3 * turn)
            tab.connection.acknowledged(tab.seqs[-1])
        assert tab.connection.state is State.LIVE
    assert [frame["event_type"] for frame in tab.frames[1:]] == ["tool_progress"] * 15


async def test_a_recreated_stream_resets_only_clients_with_a_cursor(alice: User, settings: Settings) -> None:
    settings.STREAMING = {"BEAT": 0.05}
    stream = stream_of(alice.pk)
    start = (await sync_to_async(stream_position)(stream)).cursor
    with_cursor = progress_projection(str(alice.pk))
    without = progress_projection(str(alice.pk), resumes=False)
    async with open_tab(stream, start, with_cursor) as one, open_tab(stream, None, without) as other:
        await sync_to_async(recreate)(stream)
        await one.until(lambda tab: tab.frames[-1]["event_type"] == "stream_reset")
        await sync_to_async(append)(stream, [PROGRESS])
        await other.until(lambda tab: len(tab.frames) == 2)
    assert other.frames[1]["event_type"] == "tool_progress"


@transaction.atomic  # a beat would report a stream that is gone
def recreate(stream: str) -> None:
    delete_stream(stream)
    stream_position(stream)


def test_event_stream_without_heartbeats_is_kept_alive() -> None:
    projection = ServerSentEvents(progress_projection("alice"))
    assert projection.heartbeat(Cursor("0" * 8, 1), 5) == ":\n\n"


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """The sockets in this process, on a server that pings often."""
    listening = socket.create_server(("127.0.0.1", 0))
    options = uvicorn.Config(
        URLRouter(websocket_urlpatterns),
        lifespan="off",
        log_config=None,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
    )
    serving = uvicorn.Server(options)
    task = asyncio.create_task(serving.serve(sockets=[listening]))
    yield f"ws://127.0.0.1:{listening.getsockname()[1]}"
    await Hub.current().close()
    serving.should_exit = True
    await task


def connections(hub: Hub) -> int:
    return sum(len(watch.listeners) for watch in hub.followed_streams)


async def test_a_silent_client_is_kept_while_it_answers_pings(site: str, alice: User) -> None:
    address = f"{site}/ws/{alice.pk}/chat?token={AccessToken.for_user(alice)}"
    async with (
        connect(address, proxy=None, ping_interval=None) as alive,
        connect(address, proxy=None, ping_interval=None, close_timeout=0.1) as dead,
    ):
        await alive.recv()
        await dead.recv()
        hub = Hub.current()
        assert connections(hub) == 2
        dead.transport.pause_reading()  # like a closed laptop
        await asyncio.to_thread(wait_until, lambda: connections(hub) == 1, "the server to drop it")
        await sync_to_async(append)(stream_of(alice.pk), [OTHER, PROGRESS])
        assert json.loads(await alive.recv())["event_type"] == "tool_progress"
