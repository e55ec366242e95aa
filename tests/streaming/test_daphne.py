"""Texts of any length arrive unchanged from Daphne, compressed or not."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import connect

from chatbot.domain.publish import stream_of
from chatbot.models import User
from streaming.log import append, stream_position
from tests.services.fixtures import StartServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_texts_of_any_length_arrive(
    server: StartServer, database_url: str, settings: Settings, compression: str | None
) -> None:
    alice = await User.objects.acreate_user("alice")
    start = (await sync_to_async(stream_position)(stream_of(alice.pk))).cursor
    site = server("daphne", database_url=database_url, SECRET_KEY=settings.SECRET_KEY)
    address = f"{site.ws_url}/ws/{alice.pk}/chat?events=all&token={AccessToken.for_user(alice)}&after={start}"
    texts = ["", "x" * 1_000, "ü\U0001f600\n" * 20_000, *("x" * length for length in range(65_300, 65_316))]
    async with connect(address, proxy=None, compression=compression) as tab, asyncio.timeout(30):
        for text in texts:
            await sync_to_async(append)(stream_of(alice.pk), [("tool_progress", {"message": text})])
        received = []
        while len(received) < len(texts):
            frame = json.loads(await tab.recv())
            if frame["event_type"] == "tool_progress":
                received.append(frame["message"])
        assert received == texts
        await (await tab.ping())
