"""Metrics for Prometheus: off, unless a token or a port is set."""

from __future__ import annotations

import os

from .environment import env_int

METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # with it, web processes answer at /metrics
METRICS_PORT = env_int("METRICS_PORT", 0)  # on which workers answer; the second process takes the next one
METRICS_HOST = os.environ.get("METRICS_HOST") or "127.0.0.1"
METRICS = bool(METRICS_TOKEN or METRICS_PORT)
