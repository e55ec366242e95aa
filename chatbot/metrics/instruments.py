"""Counters and histograms of this process, fed by the signals of the domain and of the event stream."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from prometheus_client import Counter, Histogram

from chatbot.domain import signals
from chatbot.domain.journal.usage import Usage
from streaming.entry import Entry
from streaming.signals import events_delivered

_SHORT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
_LONG = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)

RUN_SECONDS = Histogram(
    "lockstep_run_seconds",
    "From the request of a run to its end, by its last status and its purpose.",
    ["status", "purpose"],
    buckets=_LONG,
)
TURN_SECONDS = Histogram(
    "lockstep_turn_seconds",
    "From the request to a model to the end of its answer.",
    ["model", "result"],
    buckets=_LONG,
)
TOOL_SECONDS = Histogram(
    "lockstep_tool_seconds",
    "Tool calls, without the wait for an approval.",
    ["tool", "result"],
    buckets=_SHORT,
)
TOKENS = Counter("lockstep_tokens", "Tokens, as the endpoints of models report them.", ["model", "direction"])
DELIVERED = Counter("lockstep_events_delivered", "Events that were sent to connections of this process.")
DELIVERY_SECONDS = Histogram(
    "lockstep_event_delivery_seconds",
    "From the time of an event, by the database's clock, to its delivery by this process.",
    buckets=_SHORT,
)
REQUEST_SECONDS = Histogram(
    "lockstep_http_request_seconds",
    "HTTP requests, without those that wait for events.",
    ["method", "route", "status"],
    buckets=_SHORT,
)


def connect() -> None:
    signals.run_ended.connect(_run_ended)
    signals.turn_ended.connect(_turn_ended)
    signals.tool_ended.connect(_tool_ended)
    signals.tokens_used.connect(_tokens_used)
    events_delivered.connect(_delivered)


def _run_ended(*, status: str, purpose: str, seconds: float, **rest: Any) -> None:
    RUN_SECONDS.labels(status, purpose).observe(max(0.0, seconds))


def _turn_ended(*, model: str, result: str, seconds: float, **rest: Any) -> None:
    TURN_SECONDS.labels(model, result).observe(seconds)


def _tool_ended(*, tool: str, result: str, seconds: float, **rest: Any) -> None:
    TOOL_SECONDS.labels(tool, result).observe(seconds)


def _tokens_used(*, model: str, usage: Usage, **rest: Any) -> None:
    TOKENS.labels(model, "input").inc(usage.input or 0)
    TOKENS.labels(model, "output").inc(usage.output or 0)


def _delivered(*, entries: Sequence[Entry], connections: int, **rest: Any) -> None:
    DELIVERED.inc(len(entries) * connections)
    at = entries[-1].at
    DELIVERY_SECONDS.observe(max(0.0, (timezone.now() - datetime.fromisoformat(at)).total_seconds()))
