"""The server of the fan-out: all contestants in one process, and a socket that orders bursts."""

from __future__ import annotations

import asyncio
import json
import os
import time
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

CONTESTANTS: dict[str, Contestant] = {"hub": ThroughHub(), "group": ThroughGroup(), "list": BareList()}


async def healthy(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body"})


async def control(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`{"contestant", "events"}` orders a burst; each answer has the CPU time so far."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        order = json.loads(message["text"])
        sent = await burst(CONTESTANTS[order["contestant"]], order["events"]) if order else []
        answer = {"sent": sent, "cpu": time.process_time()}
        await send({"type": "websocket.send", "text": json.dumps(answer)})


async def burst(contestant: Contestant, events: int) -> list[float]:
    publish = contestant.publisher()
    sent = []
    for number in range(events):
        sent.append(time.monotonic())
        await publish(number)
        await asyncio.sleep(0)  # whoever makes events awaits something between two of them
    return sent


sockets: dict[str, Any] = {"control": control, **{name: one.app for name, one in CONTESTANTS.items()}}
routes = [path(name, app) for name, app in sockets.items()]
application = ProtocolTypeRouter({"http": healthy, "websocket": URLRouter(routes)})
