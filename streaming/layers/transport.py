"""Notify the hubs that follow a stream: this process's directly, others through the channel layer.

A failure of the layer is logged and counted, never raised.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer, get_channel_layer

from streaming.hub_messages import Notification, to_message

from .redis_client import redis_errors

logger = logging.getLogger(__name__)

# How often faults happened; for tests, metrics and support.
counts: Counter[str] = Counter()

# A layer whose server hangs counts as unreachable.
PATIENCE = 1.0  # seconds


# The hubs of this process, by their ids. Each accepts a notification in any thread.
local_hubs: dict[str, Callable[[str, Notification], object]] = {}


def shared_layer() -> Any:
    """The channel layer, if it reaches other processes; otherwise `None`."""
    layer = get_channel_layer()
    return None if type(layer) is InMemoryChannelLayer else layer


def layer_errors() -> tuple[type[Exception], ...]:
    """What a layer raises when its server is unreachable or a mailbox is full."""
    return ChannelFull, *redis_errors()


def group_of(stream: str) -> str:
    return f"stream.{stream}"


async def notify(stream: str, notification: Notification) -> None:
    """Notify every process that follows a stream."""
    notified = _notify_local_hubs(stream, notification)
    if (layer := shared_layer()) is not None:
        await _send(layer, stream, to_message(stream, notification) | {"notified": notified})


def notify_from_thread(stream: str, notification: Notification) -> None:
    """Like `notify`, for synchronous code."""
    notified = _notify_local_hubs(stream, notification)
    if (layer := shared_layer()) is not None:
        # In a thread that a running loop waits for, this runs on that loop, and so on its open connections.
        async_to_sync(_send)(layer, stream, to_message(stream, notification) | {"notified": notified})


def _notify_local_hubs(stream: str, notification: Notification) -> list[str]:
    """Returns the ids of the notified hubs, which ignore the message of the layer that names them."""
    hubs = dict(local_hubs)
    for notify_hub in hubs.values():
        notify_hub(stream, notification)
    return list(hubs)


async def _send(layer: Any, stream: str, message: dict[str, Any]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await layer.group_send(group_of(stream), message)
    except layer_errors() as error:
        counts["layer_errors"] += 1
        logger.warning("The channel layer did not take a message for %s: %r", stream, error)
