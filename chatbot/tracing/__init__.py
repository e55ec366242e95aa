"""Traces for OpenTelemetry: one of each run, from the request of its message to its events in the tabs.

Loaded only where OTEL_EXPORTER_OTLP_ENDPOINT is set.
"""
