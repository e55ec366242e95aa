"""The plan socket served in this process, messages about plans, and clients that receive them."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from channels.routing import URLRouter
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import ClientConnection, connect

from chatbot.domain.plans.messages import send_agent_message
from chatbot.models import Plan, User
from chatbot.sockets.routing import websocket_urlpatterns
from streaming.hub import Hub

type Frame = dict[str, Any]


@asynccontextmanager
async def served(settings: Settings, *, drop: float = 0, beat: float = 0.2) -> AsyncIterator[str]:
    """The sockets' address; the layer loses that share of its messages."""
    config = {"drop": drop, "capacity": 10_000}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "streaming.testing.UnreliableLayer", "CONFIG": config}}
    settings.STREAMING = {"BEAT": beat}
    channel_layers.backends.clear()
    listening = socket.create_server(("127.0.0.1", 0))
    options = uvicorn.Config(
        URLRouter(websocket_urlpatterns), lifespan="off", log_config=None, ws_per_message_deflate=False
    )
    server = uvicorn.Server(options)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"ws://127.0.0.1:{listening.getsockname()[1]}/ws/streaming"
    await Hub.current().close()
    server.should_exit = True
    await serving


class PlanTab:
    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def next(self) -> Frame:
        frame: Frame = json.loads(await asyncio.wait_for(self.connection.recv(), 20))
        return frame

    async def subscribe(self, plan: Plan, **more: Any) -> None:
        """Subscribe to a plan; the very next frame is the confirmation."""
        await self.send({"type": "subscribe_plan", "plan_id": str(plan.pk), **more})
        assert await self.next() == {"type": "subscription_confirmed", "plan_id": str(plan.pk)}

    async def unsubscribe(self, plan: Plan) -> None:
        await self.send({"type": "unsubscribe_plan", "plan_id": str(plan.pk)})
        assert await self.is_quiet()  # a subscription ends without a confirmation

    async def refusal(self, frame: Any) -> str:
        await self.send(frame)
        answer = await self.next()
        assert answer["type"] == "error", answer
        return str(answer["message"])

    async def texts(self, count: int) -> list[str]:
        return [(await self.next())["data"]["content"] for _ in range(count)]

    async def is_quiet(self) -> bool:
        """Whether nothing more has been sent: the very next frame answers a ping."""
        await self.send({"type": "ping", "t": "quiet?"})
        return await self.next() == {"type": "pong", "t": "quiet?"}


@asynccontextmanager
async def tab(address: str, user: User, **query: str) -> AsyncIterator[PlanTab]:
    given = "".join(f"&{name}={value}" for name, value in query.items())
    async with connect(f"{address}?token={AccessToken.for_user(user)}{given}", proxy=None) as connection:
        yield PlanTab(connection)


async def new_plan(owner: User, goal: str = "Rest") -> Plan:
    return await Plan.objects.acreate(owner=owner, goal=goal)


async def say(plan: Plan, *texts: str) -> None:
    def send() -> None:
        for text in texts:
            send_agent_message(plan.pk, "Data Analyst", text, "thinking")

    await sync_to_async(send)()


def numbered(start: int, end: int) -> list[str]:
    return [f"text {number}" for number in range(start, end)]
