"""The agent: its model endpoint, and the limits of runs and plans."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from .environment import env_int

# The agent. Without an endpoint and key, the built-in offline assistant answers.
AGENT_BASE_URL = os.environ.get("AGENT_BASE_URL", "")
AGENT_API_KEY = os.environ.get("AGENT_API_KEY", "")
AGENT_MODEL = os.environ.get("AGENT_MODEL", "gpt-5-mini")
AGENT_API = os.environ.get("AGENT_API", "chat")
if AGENT_API not in {"chat", "responses"}:
    raise ImproperlyConfigured(f"AGENT_API must be chat or responses, not {AGENT_API!r}.")
AGENT_TIMEOUT = env_int("AGENT_TIMEOUT", 60)  # seconds for one model response to begin or go on
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300)  # seconds without progress after which a run fails
RUN_LEASE = env_int("RUN_LEASE", 20)  # seconds for which an attempt owns its run, unless it renews
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400)  # seconds after which a call that nobody approved is declined
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1)  # independent steps that are done side by side
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)
