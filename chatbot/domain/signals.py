"""What is measured, as Django signals: without receivers (see `chatbot.metrics`) they cost nothing.

Receivers get keyword arguments. All but those of `tokens_used` get the `run_id`; besides, `run_ended` the
`status`, the `purpose`, and the `seconds` since the run was requested; `turn_ended` the `model`, and
`tool_ended` the `tool`, each with a `result` and the `seconds` that it took; `tokens_used` the `model` and
the `usage` of a turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from django.db import transaction
from django.dispatch import Signal

run_requested = Signal()
run_ended = Signal()
turn_ended = Signal()
tool_ended = Signal()
tokens_used = Signal()


@dataclass(slots=True)
class Timed:
    result: str = "interrupted"


@contextmanager
def timed(signal: Signal, **labels: Any) -> Iterator[Timed]:
    """Send the signal at the end of the block, with the time it took and the `result` that was set in it."""
    measured, started = Timed(), monotonic()
    try:
        yield measured
    finally:
        signal.send_robust(None, result=measured.result, seconds=monotonic() - started, **labels)


def send_on_commit(signal: Signal, **values: Any) -> None:
    if signal.has_listeners():
        transaction.on_commit(partial(signal.send_robust, None, **values))
