"""Publish events: the one way from the domain to people's tabs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from chatbot.domain.events import Event, merge_task_events
from streaming.log import Record, append

_held: ContextVar[dict[UUID, list[Event]] | None] = ContextVar("held_events", default=None)


def stream_of(owner_id: UUID) -> str:
    """The name of a user's stream, which carries all their events."""
    return f"user.{owner_id}"


def publish(owner_id: UUID, *events: Event) -> None:
    """Append events to a user's stream, in the transaction of the change that they report.

    Within `published_together` they are buffered first.
    """
    held = _held.get()
    if held is not None:
        held.setdefault(owner_id, []).extend(events)
    else:
        merged = merge_task_events(events)
        append(stream_of(owner_id), [Record(*event.record(), event.subject) for event in merged])


@contextmanager
def published_together() -> Iterator[None]:
    """Buffer what is published within, and append it at the end, with changes of many tasks merged.

    Enter it in the transaction of the changes. The buffer is discarded if the block raises.
    """
    held: dict[UUID, list[Event]] = {}
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    for owner_id, events in held.items():
        publish(owner_id, *events)
