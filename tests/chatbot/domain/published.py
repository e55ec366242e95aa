from __future__ import annotations

from typing import Any

from chatbot.domain.publish import stream_of
from chatbot.models import User
from streaming.log import read


def published(owner: User) -> list[tuple[str, dict[str, Any]]]:
    """The events of a user's stream, which has no gaps: their types and data."""
    entries = read(stream_of(owner.pk), 0, 10_000)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    return [(entry.type, entry.data) for entry in entries]


def types(owner: User) -> list[str]:
    return [kind for kind, _ in published(owner)]
