"""Session cookies that no server of ours has set. Python's cookie parser decodes what
is escaped in quotes."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.models import User
from tests.chatbot.auth.interfaces import sockets
from tests.factories import UserFactory

VALUES = [r'"\000abcdefgh"', r'"abcdefgh\000"', r'"\355\240\200abcdefgh"', "x" * 5_000, '""']


@pytest.mark.parametrize("value", VALUES)
def test_an_invalid_session_is_not_signed_in(db: None, value: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"sessionid={value}"})
    assert client.get("/")["Location"] == "/accounts/sign-in/?next=/"
    assert client.get("/api/tasks/").status_code == 401


@pytest.mark.parametrize("value", VALUES)
def test_an_invalid_session_opens_no_socket(transactional_db: None, value: str) -> None:
    answer = first_answer("00000000-0000-4000-8000-000000000000", f"sessionid={value}")
    assert answer["code"] == 4401


@pytest.mark.parametrize("other", ['a={"b": "c"}', "a[b]=c", "nonsense"])
def test_a_session_opens_pages_and_sockets_beside_cookies_of_any_form(
    transactional_db: None, other: str
) -> None:
    """Another site of the same domain may have set them."""
    alice: User = UserFactory.create(username="alice")
    client = Client()
    client.force_login(alice)
    cookies = f"{other}; sessionid={client.cookies['sessionid'].value}"

    assert Client(headers={"Cookie": cookies}).get("/api/auth/me/").status_code == 200
    assert first_answer(str(alice.pk), cookies)["type"] == "websocket.send"


@pytest.mark.parametrize(("origin", "answer"), [("http", "websocket.close"), ("https", "websocket.send")])
def test_with_secure_cookies_sockets_need_an_https_origin(
    transactional_db: None, settings: Settings, origin: str, answer: str
) -> None:
    """Behind a proxy that ends TLS, the process sees a plain socket."""
    settings.SESSION_COOKIE_SECURE = True
    alice: User = UserFactory.create(username="alice")
    client = Client()
    client.force_login(alice)
    cookies = f"sessionid={client.cookies['sessionid'].value}"

    assert first_answer(str(alice.pk), cookies, f"{origin}://localhost")["type"] == answer


def first_answer(user_id: str, cookies: str, origin: str = "http://localhost") -> dict[str, Any]:
    """The first frame of a chat socket after it was accepted."""
    headers = [
        (b"cookie", cookies.encode()),
        (b"origin", origin.encode()),
        (b"host", b"localhost"),
    ]

    async def knock() -> dict[str, Any]:
        communicator = WebsocketCommunicator(sockets, f"/ws/{user_id}/chat", headers=headers)
        await communicator.connect()
        answer: dict[str, Any] = await communicator.receive_output()
        await communicator.disconnect()
        return answer

    answer: dict[str, Any] = async_to_sync(knock)()
    return answer
