"""Export spans of runs. Each process derives the ids of a trace from the run's, so that none is passed on.

A span is made when what it describes has ended: what a killed process was doing has none.
"""

from __future__ import annotations

import atexit
import os
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from secrets import randbits
from uuid import UUID

from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import (
    Link,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    get_current_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

type Attributes = Mapping[str, str | int | Sequence[str]]

_SAMPLED = TraceFlags(TraceFlags.SAMPLED)


def context_of(run_id: UUID) -> SpanContext:
    """The root span of a run. Its trace has the id of the run, without dashes."""
    root = int.from_bytes(sha256(run_id.bytes).digest()[:8])
    return SpanContext(run_id.int, root, is_remote=False, trace_flags=_SAMPLED)


def context_in(traceparent: str) -> SpanContext | None:
    """The span that a header names (W3C Trace Context), if it is valid."""
    found = get_current_span(TraceContextTextMapPropagator().extract({"traceparent": traceparent}))
    context = found.get_span_context()
    return context if context.is_valid else None


class Spans:
    """Queues spans, and exports them in batches by a thread of its own."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._processor = BatchSpanProcessor(exporter)
        # With OTEL_RESOURCE_ATTRIBUTES; without a name it would be "unknown_service".
        self._resource = Resource.create({SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME") or "lockstep"})
        atexit.register(self._processor.shutdown)

    def add_run(self, run_id: UUID, seconds: float, attributes: Attributes, *, failed: bool) -> None:
        """A run that ends now, as the root of its trace."""
        self._add("run", context_of(run_id), None, seconds, attributes, failed=failed)

    def add(
        self,
        run_id: UUID,
        name: str,
        seconds: float,
        attributes: Attributes,
        kind: SpanKind = SpanKind.INTERNAL,
        *,
        failed: bool = False,
        caller: SpanContext | None = None,
    ) -> None:
        """A part of a run that ends now, linked to the span of a program that called for it."""
        root = context_of(run_id)
        own = SpanContext(root.trace_id, randbits(64) or 1, is_remote=False, trace_flags=_SAMPLED)
        self._add(name, own, root, seconds, attributes, kind, failed=failed, caller=caller)

    def _add(
        self,
        name: str,
        context: SpanContext,
        parent: SpanContext | None,
        seconds: float,
        attributes: Attributes,
        kind: SpanKind = SpanKind.INTERNAL,
        *,
        failed: bool,
        caller: SpanContext | None = None,
    ) -> None:
        end = time.time_ns()
        span = ReadableSpan(
            name,
            context,
            parent,
            self._resource,
            attributes,
            links=[Link(caller)] if caller else (),
            kind=kind,
            status=Status(StatusCode.ERROR if failed else StatusCode.UNSET),
            start_time=end - int(max(0.0, seconds) * 1e9),
            end_time=end,
        )
        self._processor.on_end(span)
