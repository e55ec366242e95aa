"""The server of the fan-out: its contestants in one process, and a socket that requests events."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatbot.settings")
get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.fanout.contestants import (  # noqa: E402
    BareList,
    Contestant,
    Receive,
    Send,
    ThroughGroup,
    ThroughHub,
)
from benchmarks.fanout.control import answer  # noqa: E402

CONTESTANTS: dict[str, Contestant] = {"hub": ThroughHub(), "group": ThroughGroup(), "list": BareList()}


async def healthy(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body"})


async def control(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": await answer(message["text"], CONTESTANTS)})


sockets: dict[str, Any] = {"control": control, **{name: one.app for name, one in CONTESTANTS.items()}}
routes = [path(name, app) for name, app in sockets.items()]
application = ProtocolTypeRouter({"http": healthy, "websocket": URLRouter(routes)})
