"""Every interface at which a password or a ticket can be guessed."""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import async_to_sync
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.http import HttpResponse
from django.test import Client

from chatbot.domain.people.tickets import issue_ticket
from chatbot.models import User
from chatbot.sockets.routing import websocket_urlpatterns

NEW = {"new_password1": "a new phrase", "new_password2": "a new phrase"}
HOME = "192.0.2.7"
ELSEWHERE = "203.0.113.9"

sockets = URLRouter(websocket_urlpatterns)

type Interface = Callable[[User, str, str], HttpResponse]


def sign_in_page(user: User, password: str, address: str) -> HttpResponse:
    return browser(address).post("/accounts/sign-in/", {"username": user.username, "password": password})


def admin(user: User, password: str, address: str) -> HttpResponse:
    return browser(address).post("/admin/login/", {"username": user.username, "password": password})


def api_token(user: User, password: str, address: str) -> HttpResponse:
    return sign_in_by_api(user.username, password, address)


def password_change(user: User, password: str, address: str) -> HttpResponse:
    return browser(address, user).post("/accounts/password/", {"old_password": password, **NEW})


def account_deletion(user: User, password: str, address: str) -> HttpResponse:
    return browser(address, user).post("/accounts/delete/", {"password": password})


INTERFACES: list[Interface] = [sign_in_page, admin, api_token, password_change, account_deletion]


def browser(address: str, user: User | None = None) -> Client:
    client = Client(REMOTE_ADDR=address)
    if user is not None:
        client.force_login(user)
    return client


def sign_in_by_api(username: str, password: str, address: str, **headers: str) -> HttpResponse:
    body = {"username": username, "password": password}
    client = Client(REMOTE_ADDR=address, headers=headers)
    return client.post("/api/auth/token/", body, content_type="application/json")


def opens_socket(user: User, address: str, ticket: str = "") -> bool:
    """Whether a ticket, by default a valid one, opens the chat's socket."""

    async def knock(given: str) -> bool:
        communicator = WebsocketCommunicator(sockets, f"/ws/{user.pk}/chat?ticket={given}")
        communicator.scope["client"] = (address, 40_000)
        await communicator.connect()
        first = await communicator.receive_output()
        await communicator.disconnect()
        return bool(first["type"] == "websocket.send")

    opened: bool = async_to_sync(knock)(ticket or issue_ticket(user))
    return opened
