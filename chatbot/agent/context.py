"""What one attempt at a run carries: identity comes from here, never from the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asgiref.sync import sync_to_async

from chatbot.domain.attempts import Claim

from .reply import Reply


@dataclass(frozen=True, slots=True)
class RunContext:
    claim: Claim
    reply: Reply


async def database[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One step on the database, in the run's own thread (the runner holds a `ThreadSensitiveContext`)."""
    return await sync_to_async(function)(*args, **kwargs)
