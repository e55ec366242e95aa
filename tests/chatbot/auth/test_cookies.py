"""Session cookies that no server of ours has set. What hides in quotes, Python's cookie parser takes out."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client

from tests.chatbot.auth.doors import sockets

VALUES = [r'"\000abcdefgh"', r'"abcdefgh\000"', r'"\355\240\200abcdefgh"', "x" * 5_000, '""']


@pytest.mark.parametrize("value", VALUES)
def test_an_odd_session_is_no_sign_in(db: None, value: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"sessionid={value}"})
    assert client.get("/")["Location"] == "/accounts/sign-in/?next=/"
    assert client.get("/api/tasks/").status_code == 401


@pytest.mark.parametrize("value", VALUES)
def test_an_odd_session_opens_no_socket(transactional_db: None, value: str) -> None:
    headers = [
        (b"cookie", f"sessionid={value}".encode()),
        (b"origin", b"http://localhost"),
        (b"host", b"localhost"),
    ]

    async def knock() -> dict[str, Any]:
        path = "/ws/00000000-0000-4000-8000-000000000000/chat"
        communicator = WebsocketCommunicator(sockets, path, headers=headers)
        await communicator.connect()
        answer: dict[str, Any] = await communicator.receive_output()
        return answer

    assert async_to_sync(knock)()["code"] == 4401
