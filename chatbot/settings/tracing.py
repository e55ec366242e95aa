"""Traces for OpenTelemetry: off, unless one of its variables names a collector."""

from __future__ import annotations

import os

TRACING = any(
    os.environ.get(name) for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
)
