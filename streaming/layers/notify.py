"""Notifications over the channel layer: a failure is logged and counted, never raised."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer

try:
    from redis.exceptions import RedisError
except ImportError:  # the layer in use needs no Redis
    RedisError = OSError  # type: ignore[assignment,misc]

logger = logging.getLogger(__name__)

# What a layer raises when its server is away or a mailbox is full.
LAYER_ERRORS = (OSError, TimeoutError, ChannelFull, RedisError)

# How often things went another way than the straight one; for tests, metrics and support.
counts: Counter[str] = Counter()

# A layer whose server hangs is as good as away.
PATIENCE = 1.0  # seconds


def group_of(stream: str) -> str:
    return f"stream.{stream}"


async def notify(stream: str, message: dict[str, Any]) -> bool:
    """Send a message to every process that watches a stream; false if the layer is away."""
    layer = get_channel_layer()
    if layer is None:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            await layer.group_send(group_of(stream), message)
    except LAYER_ERRORS as error:
        counts["layer_errors"] += 1
        logger.warning("The channel layer did not take a message for %s: %r", stream, error)
        return False
    return True
