"""The jobs of webhooks: send what is due for an endpoint, or a test message."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

from chatbot.agent.database import database
from chatbot.domain.webhooks import delivery_queue
from chatbot.domain.webhooks.delivery_queue import Claim, Due
from chatbot.wire.projection import chat_projection
from streaming.log import iso

from .http_sender import Message, Sender

LONGEST = 60.0  # seconds of one job, so that other jobs have their turn
TEST = "webhook_test"


async def deliver(endpoint_id: UUID) -> None:
    """Send the events after the endpoint's cursor, one after another, until one fails or none is left.

    Does nothing if another process is sending.
    """
    claim = await database(delivery_queue.claim_endpoint, endpoint_id)
    if claim is None:
        return
    try:
        await _send_all(claim)
    finally:
        await database(delivery_queue.release, claim)


async def _send_all(claim: Claim) -> None:
    ends = time.monotonic() + LONGEST
    async with Sender() as sender:
        while due := await database(delivery_queue.next_due, claim):
            outcome = await sender.send(due.target, message_of(due))
            if not await database(delivery_queue.record, due, outcome) or time.monotonic() > ends:
                return


def message_of(due: Due) -> Message:
    """The event as the owner's sockets have it."""
    frame = chat_projection(str(due.owner_id)).event(due.event)
    return Message(due.message_id, due.event.type, due.event.at, frame)


async def send_test(endpoint_id: UUID) -> None:
    """Send one message that is no event, also to an endpoint that is disabled."""
    target = await database(delivery_queue.find_target, endpoint_id)
    if target is None:
        return
    message = Message(f"test_{uuid4().hex}", TEST, iso(datetime.now(UTC)), "{}")
    async with Sender() as sender:
        outcome = await sender.send(target, message)
    await database(delivery_queue.record_test, endpoint_id, message.id, message.type, outcome)
