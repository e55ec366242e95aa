"""Connections end with the sign-in that opened them, also if it ends while they are being opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer, channel_layers
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.domain.people.personal_tokens import create_personal_token, revoke_personal_token
from chatbot.domain.people.tickets import issue_ticket
from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from streaming.hub import Hub
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.auth.interfaces import sockets
from tests.factories import PASSWORD, UserFactory
from tests.services.wait import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ENDED = {"type": "websocket.close", "code": 4401}


class HeldLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """A channel layer that calls a function of the test while a socket joins its group."""

    joining: ClassVar[asyncio.Event]
    released: ClassVar[asyncio.Event]

    async def group_add(self, group: str, channel: str) -> None:
        self.joining.set()
        await self.released.wait()
        await super().group_add(group, channel)


type Connect = Callable[..., Awaitable[WebsocketCommunicator]]


@asynccontextmanager
async def connecting() -> AsyncIterator[Connect]:
    """Opens sockets up to the point where they are accepted, and get their first frame or are closed next."""
    opened: list[WebsocketCommunicator] = []

    async def connect(user: User, query: str = "", **headers: str) -> WebsocketCommunicator:
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        communicator = WebsocketCommunicator(
            sockets,
            f"/ws/{user.pk}/chat{query}",
            headers=[(b"origin", b"http://localhost"), (b"host", b"localhost"), *pairs],
        )
        opened.append(communicator)
        assert (await communicator.connect())[0]
        return communicator

    try:
        yield connect
    finally:
        for communicator in opened:
            await communicator.disconnect()
        await Hub.current().close()


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def cookie(client: Client) -> str:
    return f"sessionid={client.cookies['sessionid'].value}"


def new_password(client: Client, user: User) -> None:
    form = {"old_password": PASSWORD, "new_password1": "a new phrase", "new_password2": "a new phrase"}
    assert client.post("/accounts/password/", form).status_code == 302


def everywhere(client: Client, user: User) -> None:
    assert client.post("/accounts/sign-out/everywhere/").status_code == 303


def password_by_staff(client: Client, user: User) -> None:
    form = {"usable_password": "true", "password1": "plum-tree-9-cat", "password2": "plum-tree-9-cat"}
    assert staff().client.post(f"/admin/chatbot/user/{user.pk}/password/", form).status_code == 302


def deactivation(client: Client, user: User) -> None:
    assert staff().edit(user, {}, without=("is_active",)).status_code == 302


def deletion_by_staff(client: Client, user: User) -> None:
    url = f"/admin/chatbot/user/{user.pk}/delete/"
    assert staff().client.post(url, {"post": "yes"}).status_code == 302


def staff() -> AdminClient:
    return AdminClient(UserFactory.create(is_staff=True, is_superuser=True))


ENDS = [new_password, everywhere, password_by_staff, deactivation, deletion_by_staff]


@pytest.mark.parametrize("end", ENDS)
async def test_sockets_close_at_once_and_tickets_open_none(
    alice: User, browser: Client, end: Callable[[Client, User], None]
) -> None:
    async with connecting() as connect:
        left_over = await sync_to_async(issue_ticket)(alice)
        opened = [
            await connect(alice, f"?ticket={await sync_to_async(issue_ticket)(alice)}"),
            await connect(alice, f"?token={await sync_to_async(AccessToken.for_user)(alice)}"),
            await connect(alice, Cookie=cookie(browser)),
        ]
        for socket in opened:
            assert (await socket.receive_output())["type"] == "websocket.send"

        await sync_to_async(end)(browser, alice)

        for socket in opened:
            assert await socket.receive_output() == ENDED
        late = await connect(alice, f"?ticket={left_over}")
        assert await late.receive_output() == ENDED


async def test_a_ticket_ends_with_the_session_that_asked_for_it(alice: User, browser: Client) -> None:
    async with connecting() as connect:
        post = sync_to_async(browser.post)
        first, second = [(await post("/api/auth/ticket/")).json()["ticket"] for _ in range(2)]
        opened = await connect(alice, f"?ticket={first}")
        assert (await opened.receive_output())["type"] == "websocket.send"

        await post("/accounts/sign-out/")

        assert await opened.receive_output() == ENDED
        late = await connect(alice, f"?ticket={second}")
        assert await late.receive_output() == ENDED


async def test_what_a_personal_token_opened_closes_when_it_is_revoked(alice: User) -> None:
    create = sync_to_async(create_personal_token)
    token, text = await create(alice, name="a script", scopes=["read"])
    _other, unreading = await create(alice, name="another", scopes=["write", "agent"])
    ticket = await sync_to_async(issue_ticket)(alice, personal_token_id=token.pk)
    async with connecting() as connect:
        opened = [
            await connect(alice, Authorization=f"Bearer {text}"),
            await connect(alice, f"?ticket={ticket}"),
        ]
        for socket in opened:
            assert (await socket.receive_output())["type"] == "websocket.send"
        for refused in (
            await connect(alice, Authorization=f"Bearer {unreading}"),
            await connect(alice, f"?token={text}"),
        ):
            assert await refused.receive_output() == ENDED

        await sync_to_async(revoke_personal_token)(alice, token.pk)

        for socket in opened:
            assert await socket.receive_output() == ENDED


async def test_signing_out_while_a_socket_joins_closes_it(
    alice: User, browser: Client, settings: Settings
) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.HeldLayer"}}
    channel_layers.backends.clear()
    HeldLayer.joining, HeldLayer.released = asyncio.Event(), asyncio.Event()
    async with connecting() as connect:
        socket = await connect(alice, Cookie=cookie(browser))
        await asyncio.wait_for(HeldLayer.joining.wait(), 10)

        await sync_to_async(browser.post)("/accounts/sign-out/")
        HeldLayer.released.set()

        assert await socket.receive_output() == ENDED
    channel_layers.backends.clear()


def delete_session(client: Client) -> None:
    """End the session without a notification, as if it were lost."""
    Session.objects.all().delete()


def sign_out(client: Client) -> None:
    client.post("/accounts/sign-out/")


@pytest.mark.parametrize("end", [sign_out, delete_session])
async def test_a_long_poll_returns_no_events_after_signing_out(
    alice: User, browser: Client, end: Callable[[Client], None]
) -> None:
    waiting = asyncio.create_task(long_poll(browser))
    hub = Hub.current()
    joined = "the poll to follow the stream"
    await asyncio.to_thread(wait_until, lambda: any(one.is_open for one in hub.followed_streams), joined)

    await sync_to_async(end)(browser)
    await sync_to_async(tasks.add_task)(alice, title="A secret")

    response = await waiting
    await hub.close()
    assert response.status_code == 401
    assert response.json()["detail"] == response.json()["error"] == "Sign in first."


async def long_poll(browser: Client) -> Any:
    client = AsyncClient()
    client.cookies = browser.cookies
    return await client.get("/api/events?wait=20")
