"""The time that the plan socket takes to send the events of an old plan."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.models import Plan, User
from chatbot.sockets.routing import websocket_urlpatterns
from streaming.hub import Hub


def subscription(owner: User, rounds: int) -> float:
    """Milliseconds of the quickest round, from the subscription to the last event of an old plan."""
    plan = Plan.objects.of(owner).earliest("created_at")
    return asyncio.run(_quickest(str(AccessToken.for_user(owner)), str(plan.pk), rounds))


async def _quickest(token: str, plan_id: str, rounds: int) -> float:
    times = [await _replay(token, plan_id) for _ in range(rounds)]
    await Hub.current().close()
    return 1_000 * min(times)


async def _replay(token: str, plan_id: str) -> float:
    tab = WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"/api/ws/streaming?token={token}")
    connected, _ = await tab.connect(timeout=30)
    if not connected:
        raise RuntimeError("The plan socket refused its tab")
    started = time.perf_counter()
    await tab.send_json_to({"type": "subscribe_plan", "plan_id": plan_id, "after": ""})
    await tab.send_json_to({"type": "ping", "t": "end"})  # answered after the replay
    received = [await _frame(tab)]
    while received[-1]["type"] != "pong":
        received.append(await _frame(tab))
    if not any(frame["type"] == "plan_update" for frame in received):
        raise RuntimeError(f"The plan socket sent no event of the plan: {received}")
    elapsed = time.perf_counter() - started
    await tab.disconnect()
    return elapsed


async def _frame(tab: WebsocketCommunicator) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(await tab.receive_from(timeout=30))
    return frame
