"""The one way from the domain to people's tabs."""

from __future__ import annotations

from uuid import UUID

from streaming.log import append

from .events import Event


def stream_of(owner_id: UUID) -> str:
    """The stream that carries everything that concerns a user."""
    return f"user.{owner_id}"


def publish(owner_id: UUID, *events: Event) -> None:
    """Append events to a user's stream, in the transaction of the change that they report."""
    append(stream_of(owner_id), [event.record() for event in events])
