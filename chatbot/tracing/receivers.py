"""Make spans of what the signals of the domain and of the event stream report.

No span has text that people or models wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import Signal
from django.utils import timezone
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.trace import SpanKind

from chatbot.domain import signals
from streaming.entry import Entry
from streaming.signals import events_delivered

from . import requests
from .spans import Attributes, Spans, context_in


class Receivers:
    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._receivers: dict[Signal, Callable[..., None]] = {
            signals.run_requested: self._run_requested,
            requests.request_ended: self._request_ended,
            signals.run_ended: self._run_ended,
            signals.turn_ended: self._turn_ended,
            signals.tool_ended: self._tool_ended,
            events_delivered: self._delivered,
        }

    def connect(self) -> None:
        for signal, receiver in self._receivers.items():
            signal.connect(receiver, weak=False)

    def _run_requested(self, *, run_id: UUID, **rest: Any) -> None:
        requests.note(run_id)

    def _request_ended(
        self,
        *,
        run_id: UUID,
        method: str,
        path: str,
        status: int,
        seconds: float,
        traceparent: str,
        **rest: Any,
    ) -> None:
        """The trace of a program that sent its own is linked: that of a run has the run's id."""
        attributes: Attributes = {
            "http.request.method": method,
            "url.path": path,
            "http.response.status_code": status,
        }
        self._spans.add(
            run_id,
            method,
            seconds,
            attributes,
            SpanKind.SERVER,
            failed=status >= 500,
            caller=context_in(traceparent),
        )

    def _run_ended(self, *, run_id: UUID, status: str, purpose: str, seconds: float, **rest: Any) -> None:
        attributes = {"lockstep.run.status": status, "lockstep.run.purpose": purpose}
        self._spans.add_run(run_id, seconds, attributes, failed=status == "failed")

    def _turn_ended(self, *, run_id: UUID, model: str, result: str, seconds: float, **rest: Any) -> None:
        attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": model}
        self._spans.add(
            run_id, f"chat {model}", seconds, attributes, SpanKind.CLIENT, failed=result != "answered"
        )

    def _tool_ended(self, *, run_id: UUID, tool: str, result: str, seconds: float, **rest: Any) -> None:
        attributes = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool}
        self._spans.add(run_id, f"execute_tool {tool}", seconds, attributes, failed=result != "done")

    def _delivered(self, *, entries: Sequence[Entry], connections: int, **rest: Any) -> None:
        """From the commit of the first event to the tabs, for each run that the batch has events of."""
        by_run: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if run_id := entry.data.get("run_id"):
                by_run[run_id].append(entry)
        for run_id, events in by_run.items():
            waited = timezone.now() - datetime.fromisoformat(events[0].at)
            attributes: Attributes = {
                "lockstep.events": [event.type for event in events],
                "lockstep.first_seq": events[0].seq,
                "lockstep.connections": connections,
            }
            self._spans.add(
                UUID(run_id), "deliver events", waited.total_seconds(), attributes, SpanKind.PRODUCER
            )


def start() -> None:
    """Export by OTLP over HTTP, as the variables of OpenTelemetry's specification say."""
    Receivers(Spans(OTLPSpanExporter())).connect()
